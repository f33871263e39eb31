package compat

import (
	"encoding/base64"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func TestSignInBySRP(t *testing.T) {
	house := openHouse(t)
	pool := house.newPool(t, cognito.CreateUserPoolInput{})
	house.newPerson(t, pool, "ada")
	for name, hasSecret := range map[string]bool{"a public client": false, "a client with a secret": true} {
		t.Run(name, func(t *testing.T) {
			made, err := house.Admin.CreateUserPoolClient(t.Context(), &cognito.CreateUserPoolClientInput{
				UserPoolId: pool.Id, ClientName: aws.String("app"), GenerateSecret: hasSecret,
			})
			check(t, err)
			app := made.UserPoolClient
			tokens, err := house.signInBySRP(t, app, "ada", password)
			check(t, err)
			person, err := house.Anyone.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: tokens.AccessToken})
			check(t, err)
			expect(t, "who signed in", *person.Username, "ada")
			_, err = house.signInBySRP(t, app, "ada", "Wrong-Horse-9")
			var refusal *types.NotAuthorizedException
			if !errors.As(err, &refusal) {
				t.Fatal(err)
			}
			expect(t, "refusal", *refusal.Message, "Incorrect username or password.")
		})
	}
}

func (house *House) signInBySRP(t *testing.T, app *types.UserPoolClientType, username, password string) (*types.AuthenticationResultType, error) {
	t.Helper()
	secret := newSrpSecret()
	asked, err := house.Anyone.InitiateAuth(t.Context(), &cognito.InitiateAuthInput{
		AuthFlow: types.AuthFlowTypeUserSrpAuth, ClientId: app.ClientId,
		AuthParameters: withSecretHash(app, map[string]string{"USERNAME": username, "SRP_A": secret.text()}),
	})
	check(t, err)
	expect(t, "challenge", asked.ChallengeName, types.ChallengeNameTypePasswordVerifier)
	answered, err := house.Anyone.RespondToAuthChallenge(t.Context(), &cognito.RespondToAuthChallengeInput{
		ChallengeName: asked.ChallengeName, ClientId: app.ClientId, Session: asked.Session,
		ChallengeResponses: withSecretHash(app, secret.answer(*app.UserPoolId, password, asked.ChallengeParameters)),
	})
	if err != nil {
		return nil, err
	}
	return answered.AuthenticationResult, nil
}

func withSecretHash(app *types.UserPoolClientType, parameters map[string]string) map[string]string {
	if app.ClientSecret != nil {
		hash := mac([]byte(*app.ClientSecret), []byte(parameters["USERNAME"]), []byte(*app.ClientId))
		parameters["SECRET_HASH"] = base64.StdEncoding.EncodeToString(hash)
	}
	return parameters
}
