// The sign-in page and the steps behind it: a password, then whatever the pool asks besides, then back to the application.
// AWS: "Login endpoint".

import type { AwsError } from "../../../kernel/errors.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import { signInWithPassword } from "../auth/password-flows.ts";
import { openSession } from "../auth/sessions.ts";
import type { AuthAnswer } from "../auth/sign-in.ts";
import { readAsk } from "./ask.ts";
import { answerChallenge, challengeForm, CHALLENGES, goOn } from "./challenges.ts";
import { CONFIRMATION, confirmForm } from "./confirm-form.ts";
import { loginForm } from "./login-form.ts";
import { chosenProvider } from "./choice.ts";
import { problemPage } from "./page.ts";
import { sendToProvider } from "./providers.ts";
import { ownUsersOnly, type Page, sent, shown, type Visit } from "./visit.ts";

const showForm = shown((visit) => loginForm(visit, {}));

/** GET /oauth2/authorize and GET /login: the form, or another provider's where the application names one. */
export const showLogin: Page = (request, yard, pool, base) => {
  const ask = readAsk(request, yard, pool, base);
  if ("status" in ask) return ask;
  const provider = chosenProvider(yard, ask);
  if (provider === "unknown") return problemPage(400, "Login option is not available. Please try another one");
  return provider === undefined ? showForm(request, yard, pool, base) : sendToProvider(request, yard, ask, provider);
};

/** POST /login: a password, or the answer to a challenge. */
export const login = ownUsersOnly(
  sent(
    async (visit) => {
      const { yard, ask, form } = visit;
      const { username = "", password = "", challenge } = form;
      return goOn(
        visit,
        challenge === undefined
          ? await signInWithPassword(yard, ask.signIn, { USERNAME: username, PASSWORD: password })
          : await answerChallenge(visit, challenge),
      );
    },
    (visit, problem) => recover(visit, problem),
  ),
);

function recover(visit: Visit, problem: AwsError): HttpResponse | Promise<HttpResponse> {
  const { yard, ask, form } = visit;
  const { username = "", challenge = "" } = form;
  // The password was right: the account only waits for its code.
  if (problem.code === "UserNotConfirmedException") {
    const session = openSession(yard, ask.signIn, username, CONFIRMATION);
    return confirmForm(visit, { username, session });
  }
  const isAgain = CHALLENGES.has(challenge) && !problem.message.startsWith("Invalid session");
  const status = 400;
  if (!isAgain) return loginForm(visit, { problem: problem.message, status });
  const answer = { ChallengeName: challenge, Session: form["session"], ChallengeParameters: {} } as AuthAnswer;
  return challengeForm(visit, answer, { problem: problem.message, status });
}
