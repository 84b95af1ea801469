// The page that asks for the code of a sign-up.

import type { HttpResponse } from "../../../wire/wire.ts";
import { linkTo } from "./ask.ts";
import { CODE } from "./fields.ts";
import type { Visit } from "./visit.ts";

/** The challenge of a session that waits for a sign-up's code. */
export const CONFIRMATION = "HOSTED_CONFIRMATION";

/** Whoever has `session` knows the account's password, and is signed in with the code. */
export function confirmForm(
  { ask, show }: Visit,
  {
    username,
    session,
    sentTo,
    ...more
  }: {
    readonly username: string;
    readonly session: string;
    readonly sentTo?: string | undefined;
    readonly problem?: string;
    readonly status?: number;
  },
): HttpResponse {
  return show({
    title: "Confirm your account",
    text: `We have sent a code to ${sentTo ?? "you"}. Enter it to confirm your account.`,
    action: linkTo(ask, "confirmUser"),
    button: "Confirm account",
    fields: [CODE],
    hidden: { username, session, ...(sentTo !== undefined && { sentTo }) },
    also: { action: linkTo(ask, "resendcode"), button: "Send another code" },
    ...more,
  });
}
