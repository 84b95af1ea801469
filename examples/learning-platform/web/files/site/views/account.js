// Signing up, confirming the address, signing in.

import { el, field, form, say } from "../dom.js";
import { confirm, signIn, signUp } from "../session.js";

const email = (value = "") => field("E-mail", { name: "email", type: "email", autocomplete: "username", value });
const password = (autocomplete, more = {}) =>
  field("Password", { name: "password", type: "password", autocomplete, ...more });
// Typed once, needed twice: a new user is signed in as soon as the address is confirmed. It is never stored.
let chosen;

export async function signUpForm() {
  const fields = [
    field("Name", { name: "name", autocomplete: "name" }),
    email(),
    password("new-password", { minLength: 10 }),
    el("p", { className: "soft" }, "At least ten characters, with capitals, small letters, digits and a symbol."),
  ];
  const send = async (values) => {
    await signUp(values);
    chosen = values;
    location.hash = `#/confirm/${encodeURIComponent(values.email)}`;
  };
  return { title: "Sign up", content: [form({ button: "Sign up", fields, send })] };
}

export async function confirmation(address) {
  const code = field("Code", {
    name: "code",
    autocomplete: "one-time-code",
    inputMode: "numeric",
    pattern: "[0-9]{6}",
  });
  const send = async (values) => {
    await confirm({ email: address, code: values.code });
    say("Your address is confirmed.");
    if (chosen?.email === address) await signIn(chosen);
    chosen = undefined;
    location.hash = "#/";
  };
  const hint = el("p", { className: "lead" }, `We have sent a code to ${address}.`);
  return { title: "Confirm your address", content: [hint, form({ button: "Confirm", fields: [code], send })] };
}

export async function signInForm() {
  const send = async (values) => {
    try {
      await signIn(values);
    } catch (error) {
      if (error.name !== "UserNotConfirmedException") throw error;
      chosen = values;
      location.hash = `#/confirm/${encodeURIComponent(values.email)}`;
      return;
    }
    location.hash = "#/learning";
  };
  const fields = [email(), password("current-password")];
  const other = el("p", {}, "New here? ", el("a", { href: "#/sign-up" }, "Sign up"), ".");
  return { title: "Sign in", content: [form({ button: "Sign in", fields, send }), other] };
}
