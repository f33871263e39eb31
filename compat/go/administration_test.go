package compat

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
)

func TestEverythingInPages(t *testing.T) {
	house := openHouse(t)
	pool := house.newPool(t, cognito.CreateUserPoolInput{})
	for number := range 3 {
		house.newPerson(t, pool, fmt.Sprint("person", number))
	}
	people := []string{}
	pages := cognito.NewListUsersPaginator(house.Admin, &cognito.ListUsersInput{UserPoolId: pool.Id, Limit: aws.Int32(2)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		check(t, err)
		for _, person := range page.Users {
			people = append(people, *person.Username)
		}
	}
	slices.Sort(people)
	expect(t, "people", people, []string{"person0", "person1", "person2"})
	pools := []string{}
	poolPages := cognito.NewListUserPoolsPaginator(house.Admin, &cognito.ListUserPoolsInput{MaxResults: aws.Int32(1)})
	for poolPages.HasMorePages() {
		page, err := poolPages.NextPage(t.Context())
		check(t, err)
		for _, each := range page.UserPools {
			pools = append(pools, *each.Id)
		}
	}
	expect(t, "the pool is among them", slices.Contains(pools, *pool.Id) && slices.Contains(pools, house.UserPoolID), true)
}

func TestRefusalsByTheirTypes(t *testing.T) {
	house := openHouse(t)
	ask := func(client *cognito.Client, poolID string) error {
		_, err := client.DescribeUserPool(t.Context(), &cognito.DescribeUserPoolInput{UserPoolId: &poolID})
		return err
	}
	var absent *types.ResourceNotFoundException
	expect(t, "a pool that is not there", errors.As(ask(house.Admin, "us-east-1_Nowhere00"), &absent), true)
	expect(t, "its words", *absent.Message, "User pool us-east-1_Nowhere00 does not exist.")
	var invalid *types.InvalidParameterException
	expect(t, "an id that is none", errors.As(ask(house.Admin, "nowhere"), &invalid), true)
	expect(t, "whose fault it is", invalid.ErrorFault(), smithy.FaultClient)
	for code, keys := range map[string][2]string{
		"UnrecognizedClientException": {"AKIAUNKNOWN000000000", house.SecretAccessKey},
		"InvalidSignatureException":   {house.AccessKeyID, "wrong"},
	} {
		stranger := house.client(credentials.NewStaticCredentialsProvider(keys[0], keys[1], ""))
		var refusal smithy.APIError
		expect(t, code, errors.As(ask(stranger, house.UserPoolID), &refusal), true)
		expect(t, "its name", refusal.ErrorCode(), code)
	}
}
