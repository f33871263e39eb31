package poolhouse.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static poolhouse.compat.House.anyone;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CognitoIdentityProviderException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.LimitExceededException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotConfirmedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;

class SignInTest {
  private static Pool pool;
  private static UserPoolClientType publicApp;
  private static UserPoolClientType secretApp;

  @BeforeAll
  static void open() {
    pool = Pool.open();
    pool.newPerson("ada");
    publicApp = newApp(false);
    secretApp = newApp(true);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private static UserPoolClientType newApp(boolean hasSecret) {
    return pool.newApp(
        app ->
            app.generateSecret(hasSecret)
                .explicitAuthFlows(
                    ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH,
                    ExplicitAuthFlowsType.ALLOW_ADMIN_USER_PASSWORD_AUTH,
                    ExplicitAuthFlowsType.ALLOW_USER_SRP_AUTH,
                    ExplicitAuthFlowsType.ALLOW_REFRESH_TOKEN_AUTH));
  }

  static Stream<Arguments> waysIn() {
    return Map.of("password", SignIn.byPassword, "administrator", SignIn.byAdministrator, "SRP", SignIn.bySrp)
        .entrySet()
        .stream()
        .flatMap(
            way ->
                Stream.of(
                    Arguments.of(way.getKey(), way.getValue(), publicApp),
                    Arguments.of(way.getKey() + " and a secret", way.getValue(), secretApp)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("waysIn")
  void signsInWithTheRightPasswordOnly(String way, SignIn signIn, UserPoolClientType app) {
    var tokens = signIn.with(app, "ada", Pool.password);
    assertEquals("ada", nameBy(tokens));
    var refusal = assertThrows(NotAuthorizedException.class, () -> signIn.with(app, "ada", "Wrong-Horse-9"));
    assertEquals("Incorrect username or password.", wordsOf(refusal));
  }

  @Test
  void refreshesUntilTheTokenIsRevoked() {
    var tokens = SignIn.byPassword.with(publicApp, "ada", Pool.password);
    var again = refresh(tokens);
    assertEquals("ada", nameBy(again));
    assertNotEquals(tokens.accessToken(), again.accessToken());
    assertNull(again.refreshToken());
    anyone.revokeToken(ask -> ask.clientId(publicApp.clientId()).token(tokens.refreshToken()));
    assertRefused("Refresh Token has been revoked", () -> refresh(tokens));
    assertRefused("Access Token has been revoked", () -> nameBy(tokens));
  }

  @Test
  void signsOutEverywhere() {
    var here = SignIn.byPassword.with(publicApp, "ada", Pool.password);
    var there = SignIn.byPassword.with(publicApp, "ada", Pool.password);
    anyone.globalSignOut(ask -> ask.accessToken(here.accessToken()));
    assertRefused("Access Token has been revoked", () -> nameBy(there));
    assertRefused("Refresh Token has been revoked", () -> refresh(there));
  }

  @Test
  void signingUpNeedsAFreeNameAndConfirmation() {
    signUp("eve");
    var early = assertThrows(UserNotConfirmedException.class, () -> SignIn.byPassword.with(publicApp, "eve", Pool.password));
    assertEquals("User is not confirmed.", wordsOf(early));
    var taken = assertThrows(UsernameExistsException.class, () -> signUp("eve"));
    assertEquals("User already exists", wordsOf(taken));
  }

  @Test
  void anAppMayUseOnlyItsOwnWaysAndSecret() {
    var srpOnly = pool.newApp(app -> app.explicitAuthFlows(ExplicitAuthFlowsType.ALLOW_USER_SRP_AUTH));
    var refusal =
        assertThrows(InvalidParameterException.class, () -> SignIn.byPassword.with(srpOnly, "ada", Pool.password));
    assertEquals("USER_PASSWORD_AUTH flow not enabled for this client", wordsOf(refusal));
    var other = secretApp.toBuilder().clientSecret("another").build();
    assertRefused(
        "Unable to verify secret hash for client " + secretApp.clientId(),
        () -> SignIn.byPassword.with(other, "ada", Pool.password));
  }

  @Test
  void whoGuessesHasToWait() {
    pool.newPerson("guessed");
    for (int guesses = 0; guesses < 5; guesses += 1) {
      assertRefused("Incorrect username or password.", () -> SignIn.byPassword.with(publicApp, "guessed", "Wrong-Horse-9"));
    }
    assertRefused("Password attempts exceeded", () -> SignIn.byPassword.with(publicApp, "guessed", Pool.password));
  }

  @Test
  void whoAsksForTooManyCodesHasToWait() {
    signUp("hasty");
    var refusal =
        assertThrows(
            LimitExceededException.class,
            () -> {
              for (int codes = 0; codes < 50; codes += 1) {
                anyone.resendConfirmationCode(ask -> ask.clientId(publicApp.clientId()).username("hasty"));
              }
            });
    assertEquals("Attempt limit exceeded, please try after some time.", wordsOf(refusal));
  }

  private static void signUp(String username) {
    anyone.signUp(
        ask ->
            ask.clientId(publicApp.clientId())
                .username(username)
                .password(Pool.password)
                .userAttributes(email -> email.name("email").value(username + "@example.com")));
  }

  private static AuthenticationResultType refresh(AuthenticationResultType tokens) {
    return anyone
        .initiateAuth(
            ask ->
                ask.authFlow(AuthFlowType.REFRESH_TOKEN_AUTH)
                    .clientId(publicApp.clientId())
                    .authParameters(Map.of("REFRESH_TOKEN", tokens.refreshToken())))
        .authenticationResult();
  }

  private static String nameBy(AuthenticationResultType tokens) {
    return anyone.getUser(ask -> ask.accessToken(tokens.accessToken())).username();
  }

  private static void assertRefused(String words, Executable attempt) {
    assertEquals(words, wordsOf(assertThrows(NotAuthorizedException.class, attempt)));
  }

  private static String wordsOf(CognitoIdentityProviderException refusal) {
    return refusal.awsErrorDetails().errorMessage();
  }
}
