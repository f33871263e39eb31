package poolhouse.compat;

import static poolhouse.compat.House.admin;
import static poolhouse.compat.House.house;

import java.util.function.Consumer;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolClientRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.OAuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.VerifiedAttributeType;

/** A pool of the story's own, which goes with the story. */
record Pool(String id) implements AutoCloseable {
  static final String password = "Correct-Horse-9";

  static Pool open() {
    return new Pool(
        admin.createUserPool(pool -> pool.poolName("java").autoVerifiedAttributes(VerifiedAttributeType.EMAIL)).userPool().id());
  }

  String issuer() {
    return house.issuer().replace(house.userPoolId(), id);
  }

  UserPoolClientType newApp(Consumer<CreateUserPoolClientRequest.Builder> settings) {
    return admin.createUserPoolClient(app -> settings.accept(app.userPoolId(id).clientName("app"))).userPoolClient();
  }

  /** An API with one scope, `api/read`, and a machine that may use it. */
  House.App newMachine() {
    admin.createResourceServer(
        api -> api.userPoolId(id).identifier("api").name("api").scopes(scope -> scope.scopeName("read").scopeDescription("Look")));
    UserPoolClientType made =
        newApp(
            app ->
                app.generateSecret(true)
                    .allowedOAuthFlowsUserPoolClient(true)
                    .allowedOAuthFlows(OAuthFlowType.CLIENT_CREDENTIALS)
                    .allowedOAuthScopes("api/read"));
    return new House.App(made.clientId(), made.clientSecret());
  }

  void newPerson(String username) {
    AttributeType email = AttributeType.builder().name("email").value(username + "@example.com").build();
    admin.adminCreateUser(
        person -> person.userPoolId(id).username(username).messageAction(MessageActionType.SUPPRESS).userAttributes(email));
    admin.adminSetUserPassword(
        person -> person.userPoolId(id).username(username).password(password).permanent(true));
  }

  @Override
  public void close() {
    admin.deleteUserPool(pool -> pool.userPoolId(id));
  }
}
