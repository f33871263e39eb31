package compat

import (
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Terraform's provider for AWS compares what it asked for with what it reads, and has a plan that never ends, or fails, where there is
// more or less. The stories are told by its calls, in its order.

func (house *House) mfaOf(t *testing.T, pool *types.UserPoolType) *cognito.GetUserPoolMfaConfigOutput {
	t.Helper()
	config, err := house.Admin.GetUserPoolMfaConfig(t.Context(), &cognito.GetUserPoolMfaConfigInput{UserPoolId: pool.Id})
	check(t, err)
	return config
}

func (house *House) read(t *testing.T, pool *types.UserPoolType) *types.UserPoolType {
	t.Helper()
	found, err := house.Admin.DescribeUserPool(t.Context(), &cognito.DescribeUserPoolInput{UserPoolId: pool.Id})
	check(t, err)
	return found.UserPool
}

func TestTerraformPoolOfANameOnly(t *testing.T) {
	house := openHouse(t)
	pool := house.read(t, house.newPool(t, cognito.CreateUserPoolInput{UserPoolTags: map[string]string{}}))
	expect(t, "blocks that were not asked for", []any{
		pool.SmsConfiguration == nil, pool.UserPoolAddOns == nil, pool.DeviceConfiguration == nil, pool.LambdaConfig.PreSignUp == nil,
	}, []any{true, true, true, true})
	expect(t, "recovery", len(pool.AccountRecoverySetting.RecoveryMechanisms), 2)
	expect(t, "e-mail", pool.EmailConfiguration.EmailSendingAccount, types.EmailSendingAccountTypeCognitoDefault)
	expect(t, "password length", *pool.Policies.PasswordPolicy.MinimumLength, 8)
	expect(t, "first factors", pool.Policies.SignInPolicy.AllowedFirstAuthFactors, []types.AuthFactorType{types.AuthFactorTypePassword})
	expect(t, "verification", pool.VerificationMessageTemplate.DefaultEmailOption, types.DefaultEmailOptionTypeConfirmWithCode)
	mfa := house.mfaOf(t, pool)
	expect(t, "factors", []any{
		mfa.MfaConfiguration, mfa.SmsMfaConfiguration == nil, mfa.SoftwareTokenMfaConfiguration == nil, mfa.EmailMfaConfiguration == nil,
		mfa.WebAuthnConfiguration == nil,
	}, []any{types.UserPoolMfaTypeOff, true, true, true, true})
}

func TestTerraformSecondFactors(t *testing.T) {
	house := openHouse(t)
	pool := house.newPool(t, cognito.CreateUserPoolInput{})
	set := func(input cognito.SetUserPoolMfaConfigInput) *cognito.GetUserPoolMfaConfigOutput {
		t.Helper()
		input.UserPoolId = pool.Id
		_, err := house.Admin.SetUserPoolMfaConfig(t.Context(), &input)
		check(t, err)
		// It repeats the kind of MFA with every other change.
		_, err = house.Admin.UpdateUserPool(t.Context(), &cognito.UpdateUserPoolInput{UserPoolId: pool.Id, MfaConfiguration: input.MfaConfiguration})
		check(t, err)
		return house.mfaOf(t, pool)
	}
	on := set(cognito.SetUserPoolMfaConfigInput{
		MfaConfiguration:              types.UserPoolMfaTypeOn,
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
	})
	expect(t, "an authenticator app", on.MfaConfiguration == types.UserPoolMfaTypeOn && on.SoftwareTokenMfaConfiguration.Enabled, true)
	off := set(cognito.SetUserPoolMfaConfigInput{MfaConfiguration: types.UserPoolMfaTypeOff})
	expect(t, "none", off.MfaConfiguration == types.UserPoolMfaTypeOff && off.SoftwareTokenMfaConfiguration == nil, true)
}

func TestTerraformMessages(t *testing.T) {
	house := openHouse(t)
	message, subject, sms := "{####} foo", "foo {####}", "{####} bar"
	one := house.read(t, house.newPool(t, cognito.CreateUserPoolInput{
		EmailVerificationMessage: &message, EmailVerificationSubject: &subject, SmsVerificationMessage: &sms,
	}))
	other := house.read(t, house.newPool(t, cognito.CreateUserPoolInput{VerificationMessageTemplate: &types.VerificationMessageTemplateType{
		EmailMessage: &message, EmailSubject: &subject, SmsMessage: &sms,
	}}))
	for _, pool := range []*types.UserPoolType{one, other} {
		template := pool.VerificationMessageTemplate
		expect(t, "message", []string{*pool.EmailVerificationMessage, *template.EmailMessage}, []string{message, message})
		expect(t, "subject", []string{*pool.EmailVerificationSubject, *template.EmailSubject}, []string{subject, subject})
		expect(t, "SMS", []string{*pool.SmsVerificationMessage, *template.SmsMessage}, []string{sms, sms})
	}
}

func TestTerraformClient(t *testing.T) {
	house := openHouse(t)
	pool := house.newPool(t, cognito.CreateUserPoolInput{})
	made, err := house.Admin.CreateUserPoolClient(t.Context(), &cognito.CreateUserPoolClientInput{
		UserPoolId: pool.Id, ClientName: aws.String("app"), ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAdminNoSrpAuth},
	})
	check(t, err)
	app := made.UserPoolClient
	expect(t, "units", *app.TokenValidityUnits, types.TokenValidityUnitsType{})
	expect(t, "settings that were not asked for", []any{
		app.AccessTokenValidity == nil, app.IdTokenValidity == nil, app.PreventUserExistenceErrors, len(app.AllowedOAuthFlows), len(app.CallbackURLs),
		len(app.ReadAttributes), len(app.SupportedIdentityProviders),
	}, []any{true, true, "", 0, 0, 0, 0})
	expect(t, "defaults", []any{app.RefreshTokenValidity, *app.EnableTokenRevocation, *app.AuthSessionValidity}, []any{30, true, 3})
	minutes := types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeMinutes, IdToken: types.TimeUnitsTypeHours, RefreshToken: types.TimeUnitsTypeDays}
	updated, err := house.Admin.UpdateUserPoolClient(t.Context(), &cognito.UpdateUserPoolClientInput{
		UserPoolId: pool.Id, ClientId: app.ClientId, AccessTokenValidity: aws.Int32(30), TokenValidityUnits: &minutes,
	})
	check(t, err)
	expect(t, "units", *updated.UserPoolClient.TokenValidityUnits, minutes)
	_, err = house.Admin.DeleteUserPoolClient(t.Context(), &cognito.DeleteUserPoolClientInput{UserPoolId: pool.Id, ClientId: app.ClientId})
	check(t, err)
	_, err = house.Admin.DescribeUserPoolClient(t.Context(), &cognito.DescribeUserPoolClientInput{UserPoolId: pool.Id, ClientId: app.ClientId})
	var absent *types.ResourceNotFoundException
	expect(t, "it is gone", errors.As(err, &absent), true)
}
