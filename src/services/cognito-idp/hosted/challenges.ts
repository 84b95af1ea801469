// What a sign-in asks after the password: a new one, a second factor, the choice of one, and an authenticator app that is set up.

import type { HttpResponse } from "../../../wire/wire.ts";
import { answerFactor, answerNewPassword, answerSelection, answerSetup } from "../auth/second-factors.ts";
import type { AuthAnswer } from "../auth/sign-in.ts";
import { linkTo, sendBack } from "./ask.ts";
import { CODE, newPassword, wantedAttributes } from "./fields.ts";
import { type Form, problemPage } from "./page.ts";
import { publicCalls } from "./public-calls.ts";
import type { Visit } from "./visit.ts";

/** The challenges that have a page. */
export const CHALLENGES: ReadonlySet<string> = new Set([
  "NEW_PASSWORD_REQUIRED",
  "SOFTWARE_TOKEN_MFA",
  "SMS_MFA",
  "EMAIL_OTP",
  "SELECT_MFA_TYPE",
  "MFA_SETUP",
]);

const LABELS: Readonly<Record<string, string>> = {
  SOFTWARE_TOKEN_MFA: "With a code of my authenticator app",
  SMS_MFA: "With a code in a text message",
  EMAIL_OTP: "With a code in an e-mail",
};

/** The step that a form answers. */
export async function answerChallenge({ yard, ask, form }: Visit, challenge: string): Promise<AuthAnswer> {
  const { signIn } = ask;
  const { session, username = "", code = "", password = "", answer = "" } = form;
  switch (challenge) {
    case "NEW_PASSWORD_REQUIRED":
      return answerNewPassword(yard, signIn, session, {
        USERNAME: username,
        NEW_PASSWORD: password,
        ...Object.fromEntries(
          Object.entries(form).flatMap(([name, value]) =>
            name.startsWith("attribute:") ? [[name.replace("attribute:", "userAttributes."), value]] : [],
          ),
        ),
      });
    case "SELECT_MFA_TYPE":
      return answerSelection(yard, signIn, session, { ANSWER: answer });
    case "MFA_SETUP": {
      const { Session } = await publicCalls({ yard, ask }).verifySoftwareToken({ Session: session, UserCode: code });
      return answerSetup(yard, signIn, Session);
    }
    case "SOFTWARE_TOKEN_MFA":
      return answerFactor(yard, signIn, challenge, session, { SOFTWARE_TOKEN_MFA_CODE: code });
    case "EMAIL_OTP":
      return answerFactor(yard, signIn, challenge, session, { EMAIL_OTP_CODE: code });
    default:
      return answerFactor(yard, signIn, "SMS_MFA", session, { SMS_MFA_CODE: code });
  }
}

/** The next page of a sign-in; the application's where there is none. */
export function goOn(visit: Visit, answer: AuthAnswer): Promise<HttpResponse> | HttpResponse {
  return answer.user === undefined ? challengeForm(visit, answer) : sendBack(visit.yard, visit.ask, answer.user);
}

/** The page of a challenge. */
export async function challengeForm(
  visit: Visit,
  answer: AuthAnswer,
  again: { readonly problem?: string; readonly status?: number } = {},
): Promise<HttpResponse> {
  const { ChallengeName: challenge = "", ChallengeParameters: parameters } = answer;
  const { ask, form } = visit;
  if (!CHALLENGES.has(challenge)) return problemPage(501, `The challenge ${challenge} has no page here yet.`);
  const { Session: session = "" } = answer;
  const username = parameters["USER_ID_FOR_SRP"] ?? form["username"] ?? "";
  const shared = { action: linkTo(ask, "login"), ...again };
  const hidden = { challenge, session, username };
  const { pool } = ask.signIn;
  const show = (page: Pick<Form, "title" | "button" | "fields"> & Partial<Form>): HttpResponse =>
    visit.show({ ...shared, ...page, hidden: { ...hidden, ...page.hidden } });
  switch (challenge) {
    case "NEW_PASSWORD_REQUIRED": {
      const missing = readList(parameters["requiredAttributes"] ?? form["missing"]);
      const isMissing = (name: string): boolean => missing.includes(name.replace("attribute:", "userAttributes."));
      return show({
        title: "Change your password",
        text: "Choose a password of your own.",
        button: "Go on",
        fields: [newPassword(pool, "New password"), ...wantedAttributes(pool).filter(({ name }) => isMissing(name))],
        hidden: { missing: JSON.stringify(missing) },
      });
    }
    case "SELECT_MFA_TYPE": {
      const given = readList(parameters["MFAS_CAN_CHOOSE"] ?? form["given"]);
      const choices = given.map((value) => ({ value, label: LABELS[value] ?? value }));
      return show({
        title: "One more step",
        button: "Go on",
        fields: [],
        choices,
        hidden: { given: JSON.stringify(given) },
      });
    }
    case "MFA_SETUP":
      return setUpForm(visit, show, session, again.problem === undefined ? undefined : form["secret"]);
    default: {
      const sentTo = parameters["CODE_DELIVERY_DESTINATION"] ?? form["sentTo"];
      const text =
        challenge === "SOFTWARE_TOKEN_MFA"
          ? "Your authenticator app shows a code."
          : `We have sent a code to ${sentTo ?? "you"}.`;
      const more = sentTo === undefined ? {} : { hidden: { sentTo } };
      return show({ title: "Enter your code", text, button: "Sign in", fields: [CODE], ...more });
    }
  }
}

/** A secret for an authenticator app: as it is typed in, and as apps take it from a link. `known` is the one that was shown before. */
async function setUpForm(
  { yard, ask }: Visit,
  show: (page: Pick<Form, "title" | "button" | "fields"> & Partial<Form>) => HttpResponse,
  session: string,
  known: string | undefined,
): Promise<HttpResponse> {
  const made =
    known === undefined
      ? await publicCalls({ yard, ask }).associateSoftwareToken({ Session: session })
      : { SecretCode: known, Session: session };
  const { SecretCode: secret = "", Session = "" } = made;
  return show({
    title: "Set up an authenticator app",
    text: "Add this key to your authenticator app, then enter the code that it shows.",
    code: secret,
    button: "Sign in",
    fields: [CODE],
    hidden: { secret, session: Session },
    links: [
      { href: `otpauth://totp/${encodeURIComponent(ask.signIn.pool.name)}?secret=${secret}`, text: "Open the app" },
    ],
  });
}

/** A list of names; a form can bring anything. */
function readList(text = "[]"): readonly string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
