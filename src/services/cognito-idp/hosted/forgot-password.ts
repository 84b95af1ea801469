// A forgotten password: a code to the address that the pool knows, and a new password with it.

import type { HttpResponse } from "../../../wire/wire.ts";
import { linkTo } from "./ask.ts";
import { CODE, newPassword, usernameOf } from "./fields.ts";
import { loginForm } from "./login-form.ts";
import { asClient, publicCalls } from "./public-calls.ts";
import { sent, shown, type Visit } from "./visit.ts";

/** GET /forgotPassword. */
export const showForgotPassword = shown((visit) => forgotForm(visit));

/** POST /forgotPassword: sends the code. */
export const forgotPassword = sent(
  async (visit) => {
    const { username = "" } = visit.form;
    const { CodeDeliveryDetails: sentTo } = await publicCalls(visit).forgotPassword(asClient(visit.ask, username));
    return resetForm(visit, { sentTo: sentTo?.Destination });
  },
  (visit, { message }) => forgotForm(visit, { problem: message, status: 400 }),
);

/** POST /confirmForgotPassword: sets the new password. */
export const confirmForgotPassword = sent(
  async (visit) => {
    const { username = "", code = "", password = "" } = visit.form;
    await publicCalls(visit).confirmForgotPassword({
      ...asClient(visit.ask, username),
      ConfirmationCode: code,
      Password: password,
    });
    return loginForm(visit, { text: "Your password is changed. You can sign in with it now." });
  },
  (visit, { message }) => resetForm(visit, { sentTo: visit.form["sentTo"], problem: message, status: 400 }),
);

function forgotForm({ ask, form, show }: Visit, more: { readonly problem?: string; readonly status?: number } = {}) {
  return show({
    title: "Forgot your password?",
    text: "We will send you a code with which you can choose a new one.",
    action: linkTo(ask, "forgotPassword"),
    button: "Send the code",
    fields: [usernameOf(ask.signIn.pool, form["username"])],
    hidden: {},
    links: [{ href: linkTo(ask, "login"), text: "Back to the sign-in" }],
    ...more,
  });
}

function resetForm(
  { ask, form, show }: Visit,
  { sentTo, ...more }: { readonly sentTo: string | undefined; readonly problem?: string; readonly status?: number },
): HttpResponse {
  return show({
    title: "Choose a new password",
    text: `We have sent a code to ${sentTo ?? "you"}.`,
    action: linkTo(ask, "confirmForgotPassword"),
    button: "Change the password",
    fields: [CODE, newPassword(ask.signIn.pool, "New password")],
    hidden: { username: form["username"] ?? "", ...(sentTo !== undefined && { sentTo }) },
    links: [{ href: linkTo(ask, "forgotPassword"), text: "Send another code" }],
    ...more,
  });
}
