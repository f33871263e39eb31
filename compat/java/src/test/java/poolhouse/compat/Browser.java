package poolhouse.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static poolhouse.compat.House.house;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/** Follows redirects, keeps cookies, and submits forms: what a person's browser does for the person of the quickstart. */
final class Browser {
  private static final Pattern form = Pattern.compile("<form[^>]*method=\"post\"[^>]*>.*?</form>", Pattern.DOTALL);
  private static final Pattern input = Pattern.compile("<input[^>]*>");
  private static final Pattern attribute = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new Cookies()).followRedirects(HttpClient.Redirect.NORMAL).build();

  HttpResponse<String> open(String address) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  /** Until there is nothing more to fill in. */
  HttpResponse<String> openAndSignIn(String address) throws Exception {
    HttpResponse<String> page = open(address);
    assertTrue(isSignIn(page), page.body());
    for (int pages = 0; pages < 5 && isSignIn(page); pages += 1) page = submit(page);
    return page;
  }

  boolean isSignIn(HttpResponse<String> page) {
    return page.uri().toString().startsWith(house.endpoint()) && form.matcher(page.body()).find();
  }

  HttpResponse<String> submit(HttpResponse<String> page) throws Exception {
    Matcher found = form.matcher(page.body());
    assertTrue(found.find(), page.body());
    URI target = page.uri().resolve(attributesOf(found.group()).getOrDefault("action", ""));
    StringJoiner fields = new StringJoiner("&");
    for (MatchResult field : input.matcher(found.group()).results().toList()) {
      Map<String, String> attributes = attributesOf(field.group());
      String name = attributes.get("name");
      if (name != null) fields.add(name + "=" + URLEncoder.encode(valueOf(name, attributes), UTF_8));
    }
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(fields.toString()))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static String valueOf(String name, Map<String, String> attributes) {
    return switch (name) {
      case "username" -> house.user().username();
      case "password" -> house.user().password();
      default -> attributes.getOrDefault("value", "");
    };
  }

  /** Of the tag that the text begins with. */
  private static Map<String, String> attributesOf(String text) {
    Map<String, String> found = new HashMap<>();
    attribute
        .matcher(text.substring(0, text.indexOf('>')))
        .results()
        .forEach(each -> found.put(each.group(1), HtmlUtils.htmlUnescape(each.group(2))));
    return found;
  }
}
