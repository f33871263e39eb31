import { describe, expect, it } from "vitest";
import { fillHtml, fillText, textOfTemplate } from "./template.ts";

const link = "https://id.example.com/confirmUser?a=1&b=2";
const values = { code: "123456", username: "ada", link };

describe("a template", () => {
  it("has its places filled in, each as often as it stands there", () => {
    expect(fillText("{username}: {####}, again {####}", values)).toBe("ada: 123456, again 123456");
  });

  it("leaves a name that looks like a place a name", () => {
    expect(fillText("{username}", { ...values, username: "{####}" })).toBe("{####}");
    expect(fillText("{####} {username}", { ...values, code: "{username}" })).toBe("{username} ada");
  });

  it("shows a person's words in a mail as words, never as HTML", () => {
    const username = `<img src=x onerror="alert('x')">&`;
    const html = fillHtml("<b>Hello {username}</b>", { ...values, username });
    expect(html).toBe("<b>Hello &#60;img src=x onerror=&#34;alert(&#39;x&#39;)&#34;&#62;&#38;</b>");
  });

  it("makes a link of marked words, which escapes its address", () => {
    expect(fillHtml("{##Verify##}", values)).toBe(
      `<a href="https://id.example.com/confirmUser?a=1&#38;b=2">Verify</a>`,
    );
    expect(fillText("{##Verify##}", values)).toBe(`Verify: ${link}`);
    expect(fillHtml("{##Verify##}", { ...values, link: undefined })).toBe("Verify");
  });

  it("reads as text without its tags", () => {
    const template = "<style>p{}</style><p>Hello&nbsp;you,</p><p>5 &lt; 6<br>bye</p>";
    expect(textOfTemplate(template)).toBe("Hello you,\n5 < 6\nbye");
  });

  it("keeps where its links lead, and characters that HTML writes in its own way", () => {
    const template = `<head><title>x</title></head>Hi &#x1F44B; <a class="b" href="https://a.example/?c={####}">Confirm</a>`;
    expect(textOfTemplate(template)).toBe("Hi 👋 Confirm: https://a.example/?c={####}");
    expect(textOfTemplate("<a href='https://a.example'>A</a>&copy;&#99999999;&#9999999;")).toBe(
      "A: https://a.example&copy;&#99999999;&#9999999;",
    );
  });

  it("is read in one pass, however it is made", () => {
    const longest = 20_000;
    const links = "<a href=''".repeat(longest / 10);
    expect(textOfTemplate(links)).toBe(links);
    expect(textOfTemplate(`${"<a href='' ".repeat(longest / 11)}>{####}`)).toBe("{####}");
    expect(textOfTemplate("<style>{####}".repeat(longest / 13))).toBe("{####}".repeat((longest / 13) | 0));
    expect(textOfTemplate("<title>x</title ><STYLE>a<b</STYLE>{####}<br/>y<a>z</a>")).toBe("{####}\nyz");
  });

  it("is as it was where it has no tags", () => {
    expect(textOfTemplate("Hello,\n\n5 < 6, a<b {####}\nBye")).toBe("Hello,\n\n5 < 6, a<b {####}\nBye");
  });
});
