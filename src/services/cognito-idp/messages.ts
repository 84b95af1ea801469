// The words of mails and text messages: the pool's templates, or what its function makes of them.
// AWS: "Configuring verification and invitation messages"; "Custom message Lambda trigger".

import type { Scope, YardContext } from "../../service/context.ts";
import type { PoolRecord, UserRecord } from "./records.ts";
import { callTrigger } from "./triggers.ts";
import { shownAttributes } from "./users/users.ts";

/** Why a message is sent; the rest of the trigger's source: "CustomMessage_SignUp". */
export type MessageKind =
  | "SignUp"
  | "AdminCreateUser"
  | "ResendCode"
  | "ForgotPassword"
  | "UpdateUserAttribute"
  | "VerifyUserAttribute"
  | "Authentication";

const CODE = "{####}";
const USERNAME = "{username}";

/** The subject and text of a message, its code and username filled in. */
export async function renderMessage(
  yard: YardContext,
  { scope, pool, user }: { readonly scope: Scope; readonly pool: PoolRecord; readonly user: UserRecord },
  message: {
    readonly kind: MessageKind;
    readonly medium: "EMAIL" | "SMS";
    readonly secret: string;
    readonly clientId?: string | undefined;
    readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  },
): Promise<{ readonly subject: string; readonly text: string }> {
  const custom = await callTrigger(
    yard,
    { scope, pool },
    {
      name: "CustomMessage",
      source: `CustomMessage_${message.kind}`,
      clientId: message.clientId,
      username: user.username,
      request: {
        userAttributes: shownAttributes(user),
        codeParameter: CODE,
        usernameParameter: USERNAME,
        linkParameter: "{##Click Here##}",
        clientMetadata: message.clientMetadata,
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    },
  );
  const own = templateOf(pool, message.kind, message.medium);
  const said = message.medium === "EMAIL" ? custom?.["emailMessage"] : custom?.["smsMessage"];
  const subject = custom?.["emailSubject"];
  const fill = (text: string): string => text.replaceAll(CODE, message.secret).replaceAll(USERNAME, user.username);
  return {
    subject: fill(typeof subject === "string" ? subject : own.subject),
    text: fill(typeof said === "string" ? said : own.text),
  };
}

/** AWS: the default texts as the console shows them. */
function templateOf({ settings, mfa }: PoolRecord, kind: MessageKind, medium: "EMAIL" | "SMS") {
  const { VerificationMessageTemplate: template = {}, AdminCreateUserConfig: admin } = settings;
  if (kind === "AdminCreateUser") {
    const invitation = admin.InviteMessageTemplate ?? {};
    const byDefault = `Your username is ${USERNAME} and temporary password is ${CODE}.`;
    return {
      subject: invitation.EmailSubject ?? "Your temporary password",
      text: (medium === "EMAIL" ? invitation.EmailMessage : invitation.SMSMessage) ?? byDefault,
    };
  }
  if (kind === "Authentication") {
    const text = `Your authentication code is ${CODE}.`;
    return medium === "EMAIL"
      ? { subject: mfa.email?.Subject ?? "Your authentication code", text: mfa.email?.Message ?? text }
      : { subject: "", text: settings.SmsAuthenticationMessage ?? text };
  }
  const isReset = kind === "ForgotPassword";
  const byDefault = isReset ? `Your password reset code is ${CODE}.` : `Your confirmation code is ${CODE}`;
  const text =
    medium === "EMAIL"
      ? (template.EmailMessage ?? settings.EmailVerificationMessage)
      : (template.SmsMessage ?? settings.SmsVerificationMessage);
  return {
    subject:
      template.EmailSubject ??
      settings.EmailVerificationSubject ??
      (isReset ? "Your password reset code" : "Your verification code"),
    text: text ?? byDefault,
  };
}
