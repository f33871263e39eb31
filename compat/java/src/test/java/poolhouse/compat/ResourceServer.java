package poolhouse.compat;

import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An API as Spring's guide builds it: of the pool it knows its issuer, and one of its routes needs a scope. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class ResourceServer {
  static ConfigurableApplicationContext start(String issuer, Class<?>... more) {
    return new SpringApplicationBuilder(ResourceServer.class)
        .sources(more)
        .run(
            "--server.port=0",
            "--spring.main.banner-mode=off",
            "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer);
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(
            requests ->
                requests.requestMatchers("/things").hasAuthority("SCOPE_api/read").anyRequest().authenticated())
        .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
        .build();
  }

  @GetMapping("/things")
  Map<String, String> things(@AuthenticationPrincipal Jwt token) {
    return Map.of("sub", token.getSubject(), "client_id", token.getClaimAsString("client_id"));
  }
}
