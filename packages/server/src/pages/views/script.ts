/**
 * What the pages gain where scripts run: a show-password button, copy buttons, focus on the error summary, forms that a double click
 * sends once, times in the reader's zone, passkeys, and an answer to the app that sends itself. Every page works without it, and its words are in the markup, not here.
 */
import { asset } from "./asset.ts";

const code = `(() => {
  "use strict";

  document.getElementById("error-summary")?.focus();
  document.querySelector("form[data-auto-submit]")?.submit();

  // Of a form that is sent twice, by a double click over a slow line, browsers show the second answer: that it was sent before.
  let sent = {};
  addEventListener("submit", (event) => {
    const { submitter: button, timeStamp: at } = event;
    if (button === sent.button && at - sent.at < 3000) event.preventDefault();
    else sent = { button, at };
  });
  addEventListener("pageshow", () => { sent = {}; });

  for (const button of document.querySelectorAll("[data-reveal]")) {
    const input = document.getElementById(button.dataset.reveal);
    const [showWord, hideWord] = button.children;
    const reveal = (visible) => {
      input.type = visible ? "text" : "password";
      showWord.hidden = visible;
      hideWord.hidden = !visible;
    };
    button.hidden = false;
    button.addEventListener("click", () => reveal(input.type === "password"));
    // A browser remembers what it sees in a text field; it must leave the page as a password.
    input.form.addEventListener("submit", () => reveal(false));
  }

  const copyText = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      return true;
    } catch {
      // Plain HTTP has no clipboard API: the old command, which also leaves the text selected.
      getSelection().selectAllChildren(source);
      return document.execCommand("copy");
    }
  };
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  // Also of buttons that another script has made.
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button || !(await copyText(document.getElementById(button.dataset.copy)))) return;
    const status = button.nextElementSibling;
    const [word, doneWord] = button.children;
    const show = (done) => {
      word.hidden = done;
      doneWord.hidden = !done;
      status.textContent = done ? doneWord.textContent : "";
    };
    show(true);
    setTimeout(show, 2000, false);
  });

  const knowsPasskeys = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;
  for (const note of document.querySelectorAll("[data-without-passkeys]")) note.hidden = knowsPasskeys;
  for (const form of knowsPasskeys ? document.querySelectorAll("form[data-passkey]") : []) {
    const { passkey, options, conditional } = form.dataset;
    const json = JSON.parse(options);
    let waiting;
    const ask = async (mediation) => {
      waiting?.abort();
      waiting = new AbortController();
      const { signal } = waiting;
      const credential = passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json), signal })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json), signal, mediation });
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    };
    const wrong = form.querySelector(".wrong");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      wrong.hidden = true;
      ask().catch(() => { wrong.hidden = false; });
    });
    // Among the names that the browser fills in; whoever chooses something else loses nothing.
    const offer = async () => {
      if (await PublicKeyCredential.isConditionalMediationAvailable?.()) await ask("conditional");
    };
    if (conditional !== undefined) offer().catch(() => {});
  }

  const times = document.querySelectorAll("time[data-relative]");
  const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
  // The reader's own way of writing dates, if it is in the page's language.
  const { lang } = document.documentElement;
  const own = new Intl.DateTimeFormat().resolvedOptions().locale;
  const exact = new Intl.DateTimeFormat(own.startsWith(lang) ? own : lang, { dateStyle: "medium", timeStyle: "long" });
  const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
  const inWords = (at) => {
    const seconds = Math.round((at - Date.now()) / 1000);
    const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
    return relative.format(Math.trunc(seconds / size), unit);
  };
  const tell = () => {
    for (const time of times) {
      const at = new Date(time.dateTime);
      time.textContent = inWords(at) + " (" + exact.format(at) + ")";
    }
  };
  if (times.length > 0) {
    tell();
    setInterval(tell, 30000);
  }
})();
`;

export const script = asset("page", "js", code);
