package poolhouse.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** Makes tokens out of a good one, as somebody would who has seen it and has no key of the pool. */
record Forger(String token, String issuer) {
  String withAnotherScope() {
    String[] parts = token.split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
    String changed = claims.replace("\"api/write\"", "\"api/read\"");
    return String.join(".", parts[0], encoded(changed), parts[2]);
  }

  String unsigned() {
    return encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + token.split("\\.")[1] + ".";
  }

  String signedByAnotherKey() throws Exception {
    return signed(JWSAlgorithm.RS256, new RSASSASigner(new RSAKeyGenerator(2048).generate()));
  }

  /** A careless verifier takes the text of the public key for a shared secret. */
  String signedByThePublicKey() throws Exception {
    var keys = JWKSet.load(URI.create(issuer + "/.well-known/jwks.json").toURL());
    var key = keys.getKeyByKeyId(SignedJWT.parse(token).getHeader().getKeyID());
    return signed(JWSAlgorithm.HS256, new MACSigner(key.toRSAKey().toRSAPublicKey().getEncoded()));
  }

  private String signed(JWSAlgorithm algorithm, JWSSigner signer) throws Exception {
    var original = SignedJWT.parse(token);
    var later = Date.from(Instant.now().plusSeconds(86_400));
    var claims = new JWTClaimsSet.Builder(original.getJWTClaimsSet()).expirationTime(later).build();
    var header =
        new JWSHeader.Builder(algorithm).keyID(original.getHeader().getKeyID()).type(JOSEObjectType.JWT).build();
    var forged = new SignedJWT(header, claims);
    forged.sign(signer);
    return forged.serialize();
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
