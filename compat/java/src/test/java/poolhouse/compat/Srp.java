package poolhouse.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The app's half of one sign-in by SRP, as Amazon's guide describes it: Amazon's SDK for Java leaves it to the app. */
final class Srp {
  /** The group of RFC 5054 with 3072 bits. */
  private static final BigInteger prime =
      new BigInteger(
          """
          FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD
          EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED
          EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F
          83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B
          E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510
          15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7
          ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C
          BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF
          """
              .replace("\n", ""),
          16);

  private static final BigInteger generator = BigInteger.TWO;
  private static final DateTimeFormatter clock =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.US).withZone(ZoneOffset.UTC);

  private final BigInteger secret = new BigInteger(1024, new SecureRandom());
  private final BigInteger ours = generator.modPow(secret, prime);

  String publicText() {
    return ours.toString(16);
  }

  /** Proves to know the password, with what PASSWORD_VERIFIER asks. */
  Map<String, String> answer(String poolId, String password, Map<String, String> challenge) {
    byte[] pool = poolId.substring(poolId.indexOf('_') + 1).getBytes(UTF_8);
    byte[] person = challenge.get("USER_ID_FOR_SRP").getBytes(UTF_8);
    byte[] block = Base64.getDecoder().decode(challenge.get("SECRET_BLOCK"));
    byte[] now = clock.format(Instant.now()).getBytes(UTF_8);
    BigInteger theirs = new BigInteger(challenge.get("SRP_B"), 16);
    BigInteger salt = new BigInteger(challenge.get("SALT"), 16);
    BigInteger mixed = number(digest(ours.toByteArray(), theirs.toByteArray()));
    byte[] known = digest(pool, person, (":" + password).getBytes(UTF_8));
    BigInteger shared = shared(theirs, mixed, number(digest(salt.toByteArray(), known)));
    byte[] extracted = mac(mixed.toByteArray(), shared.toByteArray());
    byte[] key = Arrays.copyOf(mac(extracted, "Caldera Derived Key\1".getBytes(UTF_8)), 16);
    return Map.of(
        "USERNAME", challenge.get("USER_ID_FOR_SRP"),
        "PASSWORD_CLAIM_SECRET_BLOCK", challenge.get("SECRET_BLOCK"),
        "PASSWORD_CLAIM_SIGNATURE", Base64.getEncoder().encodeToString(mac(key, pool, person, block, now)),
        "TIMESTAMP", new String(now, UTF_8));
  }

  private BigInteger shared(BigInteger theirs, BigInteger mixed, BigInteger known) {
    BigInteger multiplier = number(digest(prime.toByteArray(), generator.toByteArray()));
    BigInteger base = theirs.subtract(multiplier.multiply(generator.modPow(known, prime)));
    return base.modPow(secret.add(mixed.multiply(known)), prime);
  }

  static String secretHash(String clientSecret, String username, String clientId) {
    byte[] hash = mac(clientSecret.getBytes(UTF_8), username.getBytes(UTF_8), clientId.getBytes(UTF_8));
    return Base64.getEncoder().encodeToString(hash);
  }

  private static BigInteger number(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  private static byte[] digest(byte[]... parts) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) hash.update(part);
      return hash.digest();
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException(absent);
    }
  }

  private static byte[] mac(byte[] key, byte[]... parts) {
    try {
      Mac hash = Mac.getInstance("HmacSHA256");
      hash.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) hash.update(part);
      return hash.doFinal();
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException(absent);
    }
  }
}
