package poolhouse.compat;

import java.util.List;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/** Tokens of machines, by Spring Security's client, which finds the token endpoint by the issuer. */
final class Tokens {
  private Tokens() {}

  static String ofMachine(String issuer, House.App machine, String... scopes) {
    return ofMachine(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, issuer, machine, scopes);
  }

  static String ofMachine(ClientAuthenticationMethod method, String issuer, House.App machine, String... scopes) {
    var registration =
        ClientRegistrations.fromIssuerLocation(issuer)
            .clientId(machine.clientId())
            .clientAuthenticationMethod(method)
            .clientSecret(machine.clientSecret())
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .scope(List.of(scopes))
            .build();
    return new RestClientClientCredentialsTokenResponseClient()
        .getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration))
        .getAccessToken()
        .getTokenValue();
  }
}
