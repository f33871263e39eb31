package poolhouse.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static poolhouse.compat.House.house;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

class ResourceServerTest {
  private static final House.App machine = house.clients().get("machine");
  private static final HttpClient http = HttpClient.newHttpClient();
  private static ConfigurableApplicationContext server;

  @BeforeAll
  static void start() {
    server = ResourceServer.start(house.issuer());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void letsInAMachineThatMayRead() throws Exception {
    var answer = ask(server, machineToken("api/read"));
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().contains("\"client_id\":\"" + machine.clientId() + "\""), answer.body());
  }

  @Test
  void needsTheScope() throws Exception {
    assertRefused(403, "insufficient_scope", ask(server, machineToken("api/write")));
  }

  @Test
  void takesNoIdToken() throws Exception {
    var web = house.clients().get("web");
    var tokens = SignIn.byPassword.with(web.asClient(), house.user().username(), house.user().password());
    assertRefused(403, "insufficient_scope", ask(server, tokens.idToken()));
    assertRefused(403, "insufficient_scope", ask(server, tokens.accessToken()));
  }

  @Test
  void takesNoForgedToken() throws Exception {
    var writes = new Forger(machineToken("api/write"), house.issuer());
    assertRefused(401, "Invalid signature", ask(server, writes.withAnotherScope()));
    var reads = new Forger(machineToken("api/read"), house.issuer());
    assertRefused(401, "Unsupported algorithm of none", ask(server, reads.unsigned()));
    assertRefused(401, "Invalid signature", ask(server, reads.signedByAnotherKey()));
    assertRefused(401, "Another algorithm expected", ask(server, reads.signedByThePublicKey()));
  }

  @Test
  void takesNoTokenOfAnotherPool() throws Exception {
    try (Pool other = Pool.open()) {
      String token = Tokens.ofMachine(other.issuer(), other.newMachine(), "api/read");
      assertRefused(401, "invalid_token", ask(server, token));
      try (var itsOwn = ResourceServer.start(other.issuer())) {
        assertEquals(200, ask(itsOwn, token).statusCode());
        assertRefused(401, "invalid_token", ask(itsOwn, machineToken("api/read")));
      }
    }
  }

  @Test
  void takesNoExpiredToken() throws Exception {
    try (var later = ResourceServer.start(house.issuer(), TwoHoursLater.class)) {
      assertRefused(401, "Jwt expired at", ask(later, machineToken("api/read")));
    }
  }

  @Test
  void nobodyHasATokenWithAWrongSecretOrScope() {
    var wrong = new House.App(machine.clientId(), "wrong");
    assertEquals("invalid_client", refusalOf(ClientAuthenticationMethod.CLIENT_SECRET_POST, wrong, "api/read"));
    // A wrong secret in the header is answered with a challenge, and there Spring reads no further.
    assertEquals("server_error", refusalOf(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, wrong, "api/read"));
    assertEquals("invalid_scope", refusalOf(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, machine, "api/burn"));
  }

  /** The time of a token is an hour. */
  @Configuration(proxyBeanMethods = false)
  static class TwoHoursLater {
    @Bean
    OAuth2TokenValidator<Jwt> timestamps() {
      var validator = new JwtTimestampValidator();
      validator.setClock(Clock.offset(Clock.systemUTC(), Duration.ofHours(2)));
      return validator;
    }
  }

  private static String machineToken(String scope) {
    return Tokens.ofMachine(house.issuer(), machine, scope);
  }

  private static String refusalOf(ClientAuthenticationMethod method, House.App app, String scope) {
    var refusal =
        assertThrows(
            OAuth2AuthorizationException.class, () -> Tokens.ofMachine(method, house.issuer(), app, scope));
    return refusal.getError().getErrorCode();
  }

  private static HttpResponse<String> ask(ConfigurableApplicationContext api, String token) throws Exception {
    var address = "http://localhost:" + api.getEnvironment().getProperty("local.server.port") + "/things";
    var request = HttpRequest.newBuilder(URI.create(address)).header("authorization", "Bearer " + token).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static void assertRefused(int status, String why, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode());
    String said = answer.headers().firstValue("www-authenticate").orElse("");
    assertTrue(said.contains(why), said);
  }
}
