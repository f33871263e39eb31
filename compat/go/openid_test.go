package compat

import (
	"errors"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

func (house *House) provider(t *testing.T) *oidc.Provider {
	t.Helper()
	provider, err := oidc.NewProvider(t.Context(), house.Issuer)
	check(t, err)
	return provider
}

// x/oauth2 finds out by itself how a client says who it is: with a secret in the header, and without one in the body.
func TestSignInWithCodeAndPKCE(t *testing.T) {
	house := openHouse(t)
	for _, kind := range []string{"web", "spa"} {
		t.Run(kind, func(t *testing.T) {
			app, provider := house.Clients[kind], house.provider(t)
			config := oauth2.Config{
				ClientID: app.ClientID, ClientSecret: app.ClientSecret, RedirectURL: app.RedirectURI,
				Endpoint: provider.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "email"},
			}
			verifier := oauth2.GenerateVerifier()
			back := house.signIn(t, config.AuthCodeURL("a state", oauth2.S256ChallengeOption(verifier), oidc.Nonce("a nonce")))
			expect(t, "state", back.Get("state"), "a state")
			token, err := config.Exchange(t.Context(), back.Get("code"), oauth2.VerifierOption(verifier))
			check(t, err)
			raw, _ := token.Extra("id_token").(string)
			idToken, err := provider.Verifier(&oidc.Config{ClientID: app.ClientID}).Verify(t.Context(), raw)
			check(t, err)
			expect(t, "nonce", idToken.Nonce, "a nonce")
			expect(t, "sub", idToken.Subject, house.User.Sub)
			check(t, idToken.VerifyAccessToken(token.AccessToken))
			info, err := provider.UserInfo(t.Context(), oauth2.StaticTokenSource(token))
			check(t, err)
			expect(t, "userInfo", []any{info.Subject, info.Email, info.EmailVerified}, []any{house.User.Sub, house.User.Email, true})
			token.Expiry = time.Now().Add(-time.Hour)
			refreshed, err := config.TokenSource(t.Context(), token).Token()
			check(t, err)
			expect(t, "a new access token", refreshed.AccessToken != token.AccessToken, true)
		})
	}
}

func TestMachine(t *testing.T) {
	house := openHouse(t)
	app := house.Clients["machine"]
	config := clientcredentials.Config{
		ClientID: app.ClientID, ClientSecret: app.ClientSecret,
		TokenURL: house.provider(t).Endpoint().TokenURL, Scopes: []string{"api/read"},
	}
	token, err := config.Token(t.Context())
	check(t, err)
	// An access token names no audience.
	verifier := house.provider(t).Verifier(&oidc.Config{SkipClientIDCheck: true})
	claims, err := verifier.Verify(t.Context(), token.AccessToken)
	check(t, err)
	expect(t, "sub", claims.Subject, app.ClientID)
	config.ClientSecret = "wrong"
	_, err = config.Token(t.Context())
	var refusal *oauth2.RetrieveError
	if !errors.As(err, &refusal) {
		t.Fatal(err)
	}
	expect(t, "refusal", []any{refusal.Response.StatusCode, refusal.ErrorCode}, []any{400, "invalid_client"})
}
