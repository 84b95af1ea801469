// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon Simple Email Service v2". A mail is
// sent by an identity: the sender's address if that is one, else the domain above it.

import { formatArn } from "../../kernel/arns.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { addressOf, identitiesFor } from "./addresses.ts";
import { headerOf, parseMime } from "./mime.ts";
import { loadIdentity } from "./repo.ts";

interface SendInput {
  readonly FromEmailAddress?: string;
  readonly FromEmailAddressIdentityArn?: string;
  readonly Content: { readonly Raw?: { readonly Data: Uint8Array } };
  readonly Destination?: Readonly<Record<string, readonly string[] | undefined>>;
}

const onIdentity =
  (action: string): PermissionRule =>
  (input: { EmailIdentity: string }, call) => [
    { action: `ses:${action}`, resource: identityArn(call, input.EmailIdentity) },
  ];

export const permissions: Permissions = {
  CreateEmailIdentity: (input: { EmailIdentity: string; Tags?: readonly { Key: string; Value: string }[] }, call) => {
    const { Tags = [] } = input;
    const conditions = {
      ...Object.fromEntries(Tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
      ...(Tags.length === 0 ? {} : { "aws:TagKeys": Tags.map(({ Key }) => Key) }),
    };
    return [{ action: "ses:CreateEmailIdentity", resource: identityArn(call, input.EmailIdentity), conditions }];
  },
  DeleteEmailIdentity: onIdentity("DeleteEmailIdentity"),
  GetEmailIdentity: onIdentity("GetEmailIdentity"),
  ListEmailIdentities: () => [{ action: "ses:ListEmailIdentities", resource: "*" }],
  SendEmail: (input: SendInput, call) => {
    const raw = input.Content.Raw?.Data;
    const mailbox = input.FromEmailAddress ?? (raw && headerOf(parseMime(Buffer.from(raw).toString()).headers, "from"));
    const from = addressOf(mailbox ?? "") ?? mailbox ?? "";
    return [
      {
        action: raw === undefined ? "ses:SendEmail" : "ses:SendRawEmail",
        resource: input.FromEmailAddressIdentityArn ?? identityArn(call, sendingIdentity(from, call)),
        conditions: {
          "ses:FromAddress": from,
          "ses:Recipients": Object.values(input.Destination ?? {}).flatMap((addresses) => addresses ?? []),
          "ses:ApiVersion": "2",
        },
      },
    ];
  },
};

function sendingIdentity(from: string, call: PermissionCall): string {
  const candidates = identitiesFor(from);
  const identity = call.yard.store.read((tx) =>
    candidates.find((candidate) => loadIdentity(tx, call, candidate) !== undefined),
  );
  return identity ?? from;
}

function identityArn(call: PermissionCall, name: string): string {
  return formatArn("ses", call.region, call.account, `identity/${name}`);
}
