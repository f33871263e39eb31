package poolhouse.compat;

import static org.springframework.security.oauth2.client.web.client.RequestAttributeClientRegistrationIdResolver.clientRegistrationId;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** A web app as Spring's guide builds it: people sign in at the pool and out of it, and it asks an API in their name. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class LoginApp {
  private final String api;
  private final RestClient http;

  LoginApp(@Value("${api}") String api, OAuth2AuthorizedClientManager clients) {
    this.api = api;
    this.http = RestClient.builder().requestInterceptor(new OAuth2ClientHttpRequestInterceptor(clients)).build();
  }

  static ConfigurableApplicationContext start(String issuer, House.App app, String api) {
    String registration = "--spring.security.oauth2.client.registration.poolhouse.";
    return new SpringApplicationBuilder(LoginApp.class)
        .run(
            "--server.port=0",
            "--spring.main.banner-mode=off",
            registration + "client-id=" + app.clientId(),
            registration + "client-secret=" + app.clientSecret(),
            registration + "scope=openid,email,api/read",
            "--spring.security.oauth2.client.provider.poolhouse.issuer-uri=" + issuer,
            "--api=" + api);
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http, ClientRegistrationRepository registrations) throws Exception {
    var logout = new OidcClientInitiatedLogoutSuccessHandler(registrations);
    logout.setPostLogoutRedirectUri("{baseUrl}/goodbye");
    return http.authorizeHttpRequests(
            requests -> requests.requestMatchers("/goodbye").permitAll().anyRequest().authenticated())
        .oauth2Login(Customizer.withDefaults())
        .logout(out -> out.logoutSuccessHandler(logout))
        .build();
  }

  @GetMapping("/me")
  Map<String, String> me(@AuthenticationPrincipal OidcUser person) {
    return Map.of("sub", person.getSubject(), "email", person.getUserInfo().getEmail());
  }

  @GetMapping("/things")
  String things() {
    return http.get().uri(api).attributes(clientRegistrationId("poolhouse")).retrieve().body(String.class);
  }

  @GetMapping("/goodbye")
  String goodbye() {
    return "goodbye";
  }
}
