package poolhouse.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static poolhouse.compat.House.house;

import com.auth0.jwk.JwkProvider;
import com.auth0.jwk.JwkProviderBuilder;
import com.auth0.jwk.SigningKeyNotFoundException;
import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.AlgorithmMismatchException;
import com.auth0.jwt.exceptions.IncorrectClaimException;
import com.auth0.jwt.exceptions.MissingClaimException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;

/** Auth0's java-jwt and jwks-rsa, as an app without a framework uses them. */
class VerifierTest {
  private static final House.App web = house.clients().get("web");
  private static final House.App machine = house.clients().get("machine");

  @Test
  void anIdTokenSaysWhoIsThere() throws Exception {
    var tokens = SignIn.byPassword.with(web.asClient(), house.user().username(), house.user().password());
    var claims = verify(house.issuer(), tokens.idToken(), web);
    assertEquals(house.user().sub(), claims.getSubject());
    assertEquals(house.user().email(), claims.getClaim("email").asString());
    assertThrows(IncorrectClaimException.class, () -> verify(house.issuer(), tokens.idToken(), machine));
    assertThrows(MissingClaimException.class, () -> verify(house.issuer(), tokens.accessToken(), web));
  }

  @Test
  void whatIsForgedOrOfAnotherPoolIsRefused() throws Exception {
    var tokens = SignIn.byPassword.with(web.asClient(), house.user().username(), house.user().password());
    var forger = new Forger(tokens.idToken(), house.issuer());
    assertThrows(SignatureVerificationException.class, () -> verify(house.issuer(), forger.signedByAnotherKey(), web));
    assertThrows(AlgorithmMismatchException.class, () -> verify(house.issuer(), forger.signedByThePublicKey(), web));
    try (Pool other = Pool.open()) {
      assertThrows(SigningKeyNotFoundException.class, () -> verify(other.issuer(), tokens.idToken(), web));
    }
  }

  private static DecodedJWT verify(String issuer, String token, House.App audience) throws Exception {
    var key = keysOf(issuer).get(JWT.decode(token).getKeyId()).getPublicKey();
    return JWT.require(Algorithm.RSA256((RSAPublicKey) key))
        .withIssuer(issuer)
        .withAudience(audience.clientId())
        .build()
        .verify(token);
  }

  private static JwkProvider keysOf(String issuer) throws Exception {
    return new JwkProviderBuilder(URI.create(issuer + "/.well-known/jwks.json").toURL()).build();
  }
}
