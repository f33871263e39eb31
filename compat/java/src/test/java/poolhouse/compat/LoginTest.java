package poolhouse.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static poolhouse.compat.House.admin;
import static poolhouse.compat.House.house;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import software.amazon.awssdk.services.cognitoidentityprovider.model.OAuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import tools.jackson.databind.json.JsonMapper;

class LoginTest {
  private static UserPoolClientType app;
  private static ConfigurableApplicationContext api;
  private static ConfigurableApplicationContext web;

  /** The app has a port when it runs, and runs when it knows its client: so the client learns last where the app is. */
  @BeforeAll
  static void start() {
    app = new Pool(house.userPoolId()).newApp(settings -> settings.generateSecret(true));
    api = ResourceServer.start(house.issuer());
    web = LoginApp.start(house.issuer(), new House.App(app.clientId(), app.clientSecret()), at(api, "/things"));
    admin.updateUserPoolClient(
        settings ->
            settings
                .userPoolId(house.userPoolId())
                .clientId(app.clientId())
                .supportedIdentityProviders("COGNITO")
                .allowedOAuthFlowsUserPoolClient(true)
                .allowedOAuthFlows(OAuthFlowType.CODE)
                .allowedOAuthScopes("openid", "email", "api/read")
                .callbackURLs(at(web, "/login/oauth2/code/poolhouse"))
                .logoutURLs(at(web, "/goodbye")));
  }

  @AfterAll
  static void stop() {
    web.close();
    api.close();
    admin.deleteUserPoolClient(gone -> gone.userPoolId(house.userPoolId()).clientId(app.clientId()));
  }

  @Test
  void signsInAtThePoolAndAsksAnApiInThePersonsName() throws Exception {
    Browser browser = new Browser();
    var me = browser.openAndSignIn(at(web, "/me"));
    assertEquals(Map.of("sub", house.user().sub(), "email", house.user().email()), json(me));
    var things = browser.open(at(web, "/things"));
    assertEquals(Map.of("sub", house.user().sub(), "client_id", app.clientId()), json(things));
  }

  @Test
  void signsOutOfThePoolToo() throws Exception {
    Browser browser = new Browser();
    browser.openAndSignIn(at(web, "/me"));
    var goodbye = browser.submit(browser.open(at(web, "/logout")));
    assertEquals(at(web, "/goodbye"), goodbye.uri().toString());
    assertEquals("goodbye", goodbye.body());
    var again = browser.open(at(web, "/me"));
    assertTrue(browser.isSignIn(again), again.body());
    assertTrue(again.body().contains("name=\"password\""), again.body());
  }

  private static Object json(HttpResponse<String> answer) {
    assertEquals(200, answer.statusCode(), answer.body());
    return JsonMapper.shared().readValue(answer.body(), Map.class);
  }

  private static String at(ConfigurableApplicationContext server, String path) {
    return "http://localhost:" + server.getEnvironment().getProperty("local.server.port") + path;
  }
}
