package compat

import (
	"bytes"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var (
	formOf    = regexp.MustCompile(`(?s)<form[^>]*method="post"[^>]*>.*?</form>`)
	inputsOf  = regexp.MustCompile(`<input[^>]*>`)
	attribute = regexp.MustCompile(`(\w+)="([^"]*)"`)
)

// signIn goes to an app's address of authorization as a browser would, fills in the sign-in page, and answers
// the address at which the app is told.
func (house *House) signIn(t *testing.T, address string) url.Values {
	t.Helper()
	jar, err := cookiejar.New(nil)
	check(t, err)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	browser := &http.Client{Jar: jar, CheckRedirect: stay}
	answer, err := browser.Get(address)
	for range 10 {
		check(t, err)
		page, err := io.ReadAll(answer.Body)
		check(t, err)
		answer.Body.Close()
		here := answer.Request.URL
		if answer.Header.Get("location") != "" {
			next, err := answer.Location()
			check(t, err)
			if !strings.HasPrefix(next.String(), house.Endpoint) {
				return next.Query()
			}
			answer, err = browser.Get(next.String())
			check(t, err)
			continue
		}
		form := formOf.Find(page)
		if form == nil {
			t.Fatalf("no form at %s: %d\n%s", here, answer.StatusCode, page)
		}
		target, err := here.Parse(attributesOf(form[:bytes.IndexByte(form, '>')])["action"])
		check(t, err)
		answer, err = browser.PostForm(target.String(), house.filledIn(form))
		check(t, err)
	}
	t.Fatal("the pages lead nowhere")
	return nil
}

func (house *House) filledIn(form []byte) url.Values {
	fields := url.Values{}
	for _, input := range inputsOf.FindAll(form, -1) {
		field := attributesOf(input)
		switch {
		case field["name"] == "username":
			fields.Set("username", house.User.Username)
		case field["name"] == "password":
			fields.Set("password", house.User.Password)
		case field["type"] == "hidden":
			fields.Set(field["name"], field["value"])
		}
	}
	return fields
}

func attributesOf(tag []byte) map[string]string {
	found := map[string]string{}
	for _, each := range attribute.FindAllSubmatch(tag, -1) {
		found[string(each[1])] = html.UnescapeString(string(each[2]))
	}
	return found
}
