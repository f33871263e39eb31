package poolhouse.compat;

import java.net.CookieHandler;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Of one host, whose ports share them (RFC 6265 §8.5). Java's own manager takes `Max-Age` for a sign of RFC 2965, and answers with
 * quotes and `$Version`, as no browser does.
 */
final class Cookies extends CookieHandler {
  private final Map<String, String> values = new TreeMap<>();

  @Override
  public Map<String, List<String>> get(URI address, Map<String, List<String>> headers) {
    if (values.isEmpty()) return Map.of();
    return Map.of(
        "Cookie",
        List.of(values.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining("; "))));
  }

  @Override
  public void put(URI address, Map<String, List<String>> headers) {
    for (String cookie : headers.getOrDefault("set-cookie", List.of())) {
      String pair = cookie.split(";")[0];
      String name = pair.substring(0, pair.indexOf('='));
      if (cookie.contains("Max-Age=0;")) values.remove(name);
      else values.put(name, pair.substring(name.length() + 1));
    }
  }
}
