// Signing up on the pages, and the code that confirms it. Whoever signed up a moment ago, or knows the password, is signed in with it.
// AWS: "Managing user sign-up with the classic hosted UI".

import { notAuthorized } from "../errors.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import { afterPassword } from "../auth/second-factors.ts";
import { closeSession, openSession, readSession } from "../auth/sessions.ts";
import { requireUser } from "../users/users.ts";
import { linkTo } from "./ask.ts";
import { goOn } from "./challenges.ts";
import { CONFIRMATION, confirmForm } from "./confirm-form.ts";
import { newPassword, usernameOf, wantedAttributes } from "./fields.ts";
import { loginForm } from "./login-form.ts";
import { problemPage } from "./page.ts";
import { asClient, publicCalls } from "./public-calls.ts";
import { sent, shown, type Visit } from "./visit.ts";

/** GET /signup. */
export const showSignUp = shown((visit) =>
  visit.ask.signIn.pool.settings.AdminCreateUserConfig.AllowAdminCreateUserOnly === true
    ? problemPage(403, "SignUp is not permitted for this user pool")
    : signUpForm(visit),
);

/** POST /signup: makes the account. */
export const signUp = sent(
  async (visit) => {
    const { yard, ask, form } = visit;
    const { username = "", password = "" } = form;
    const answer = await publicCalls(visit).signUp({
      ...asClient(ask, username),
      Password: password,
      UserAttributes: attributesIn(visit),
    });
    // A username that is an address stands for another one.
    const { signIn } = ask;
    const session = openSession(yard, signIn, answer.UserSub, CONFIRMATION);
    if (answer.UserConfirmed) return enter(visit, session);
    return confirmForm(visit, { username, session, sentTo: answer.CodeDeliveryDetails?.Destination });
  },
  (visit, { message }) => signUpForm(visit, { problem: message, status: 400 }),
);

/** POST /confirmUser: the code. */
export const confirmUser = sent(
  async (visit) => {
    const { username = "", session = "", code = "" } = visit.form;
    await publicCalls(visit).confirmSignUp({ ...asClient(visit.ask, username), ConfirmationCode: code });
    if (session === "") return loginForm(visit, { text: "Your account is confirmed. You can sign in now." });
    return enter(visit, session);
  },
  (visit, { message }) => confirmForm(visit, { ...kept(visit), problem: message, status: 400 }),
);

/** POST /resendcode: another code. */
export const resendCode = sent(
  async (visit) => {
    const { username = "" } = visit.form;
    const { CodeDeliveryDetails: sentTo } = await publicCalls(visit).resendConfirmationCode(
      asClient(visit.ask, username),
    );
    return confirmForm(visit, { ...kept(visit), sentTo: sentTo?.Destination });
  },
  (visit, { message }) => confirmForm(visit, { ...kept(visit), problem: message, status: 400 }),
);

/** Goes on as the one who has just proved to be the account's owner. */
async function enter(visit: Visit, session: string): Promise<HttpResponse> {
  const { yard, ask } = visit;
  const { signIn } = ask;
  const { username } = readSession(yard, signIn, session, CONFIRMATION);
  const user = yard.store.read((tx) => requireUser(tx, signIn.scope, signIn.pool, username));
  if (!closeSession(yard, signIn, session) || user.status !== "CONFIRMED" || !user.isEnabled)
    throw notAuthorized("Invalid session for the user.");
  return goOn(visit, await afterPassword(yard, signIn, user));
}

function signUpForm({ ask, form, show }: Visit, more: { readonly problem?: string; readonly status?: number } = {}) {
  const { pool } = ask.signIn;
  const attributes = wantedAttributes(pool).map((field) => {
    const value = form[field.name];
    return value === undefined ? field : { ...field, value };
  });
  return show({
    title: "Sign up",
    action: linkTo(ask, "signup"),
    button: "Sign up",
    fields: [usernameOf(pool, form["username"]), ...attributes, newPassword(pool)],
    hidden: {},
    links: [{ href: linkTo(ask, "login"), text: "You have an account? Sign in" }],
    ...more,
  });
}

/** The attributes of a form: only those that the page asks for. */
function attributesIn({ ask, form }: Visit): { Name: string; Value: string }[] {
  return wantedAttributes(ask.signIn.pool).flatMap(({ name }) => {
    const value = form[name];
    return value === undefined || value === "" ? [] : [{ Name: name.replace("attribute:", ""), Value: value }];
  });
}

function kept({ form }: Visit) {
  return { username: form["username"] ?? "", session: form["session"] ?? "", sentTo: form["sentTo"] };
}
