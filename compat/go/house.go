// Package compat tells stories about a Poolhouse through Go's own clients: Amazon's SDK, go-oidc and golang.org/x/oauth2.
// run.ts starts the server and says where its quickstart file is.
package compat

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// House is what a development server writes about itself, and its administrator.
type House struct {
	Endpoint, Issuer, Region, UserPoolID string
	AccessKeyID, SecretAccessKey         string
	Clients                              map[string]App
	User                                 struct{ Username, Password, Sub, Email string }
	Admin                                *cognito.Client `json:"-"`
	// Anyone has no keys, like an app that people hold in their hands.
	Anyone *cognito.Client `json:"-"`
}

// App is an app client of the quickstart pool.
type App struct {
	ClientID, ClientSecret, RedirectURI string
	Scopes                              []string
}

func openHouse(t *testing.T) *House {
	t.Helper()
	text, err := os.ReadFile(os.Getenv("POOLHOUSE_QUICKSTART"))
	check(t, err)
	house := &House{}
	check(t, json.Unmarshal(text, house))
	house.Admin = house.client(credentials.NewStaticCredentialsProvider(house.AccessKeyID, house.SecretAccessKey, ""))
	house.Anyone = house.client(aws.AnonymousCredentials{})
	return house
}

func (house *House) client(keys aws.CredentialsProvider) *cognito.Client {
	return cognito.New(cognito.Options{Region: house.Region, BaseEndpoint: &house.Endpoint, Credentials: keys})
}

// newPool makes a pool of the story's own, and takes it away in the end.
func (house *House) newPool(t *testing.T, input cognito.CreateUserPoolInput) *types.UserPoolType {
	t.Helper()
	input.PoolName = aws.String(t.Name())
	made, err := house.Admin.CreateUserPool(t.Context(), &input)
	check(t, err)
	t.Cleanup(func() {
		// Of the story the context is over by now.
		house.Admin.DeleteUserPool(context.Background(), &cognito.DeleteUserPoolInput{UserPoolId: made.UserPool.Id})
	})
	return made.UserPool
}

const password = "Correct-Horse-9"

func (house *House) newPerson(t *testing.T, pool *types.UserPoolType, username string) {
	t.Helper()
	_, err := house.Admin.AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{
		UserPoolId: pool.Id, Username: &username, MessageAction: types.MessageActionTypeSuppress,
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String(username + "@example.com")}},
	})
	check(t, err)
	_, err = house.Admin.AdminSetUserPassword(t.Context(), &cognito.AdminSetUserPasswordInput{
		UserPoolId: pool.Id, Username: &username, Password: aws.String(password), Permanent: true,
	})
	check(t, err)
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// expect compares by what is printed: fine for texts, numbers, and lists and maps of them.
func expect(t *testing.T, what string, got, wanted any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(wanted) {
		t.Errorf("%s: got %v, wanted %v", what, got, wanted)
	}
}
