package poolhouse.compat;

import static poolhouse.compat.House.admin;
import static poolhouse.compat.House.anyone;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;

/** Each way in: an app, a name and a password give tokens, or an exception. */
interface SignIn {
  AuthenticationResultType with(UserPoolClientType app, String username, String password);

  SignIn byPassword =
      (app, username, password) ->
          anyone
              .initiateAuth(
                  ask ->
                      ask.authFlow(AuthFlowType.USER_PASSWORD_AUTH)
                          .clientId(app.clientId())
                          .authParameters(withHash(app, Map.of("USERNAME", username, "PASSWORD", password))))
              .authenticationResult();

  SignIn byAdministrator =
      (app, username, password) ->
          admin
              .adminInitiateAuth(
                  ask ->
                      ask.authFlow(AuthFlowType.ADMIN_USER_PASSWORD_AUTH)
                          .userPoolId(app.userPoolId())
                          .clientId(app.clientId())
                          .authParameters(withHash(app, Map.of("USERNAME", username, "PASSWORD", password))))
              .authenticationResult();

  SignIn bySrp =
      (app, username, password) -> {
        Srp srp = new Srp();
        var asked =
            anyone.initiateAuth(
                ask ->
                    ask.authFlow(AuthFlowType.USER_SRP_AUTH)
                        .clientId(app.clientId())
                        .authParameters(withHash(app, Map.of("USERNAME", username, "SRP_A", srp.publicText()))));
        var proof = srp.answer(app.userPoolId(), password, asked.challengeParameters());
        return anyone
            .respondToAuthChallenge(
                answer ->
                    answer
                        .challengeName(ChallengeNameType.PASSWORD_VERIFIER)
                        .clientId(app.clientId())
                        .session(asked.session())
                        .challengeResponses(withHash(app, proof)))
            .authenticationResult();
      };

  private static Map<String, String> withHash(UserPoolClientType app, Map<String, String> parameters) {
    if (app.clientSecret() == null) return parameters;
    Map<String, String> all = new HashMap<>(parameters);
    all.put("SECRET_HASH", Srp.secretHash(app.clientSecret(), parameters.get("USERNAME"), app.clientId()));
    return all;
  }
}
