// What the store keeps of identities and sent mails.

export interface IdentityRecord {
  readonly v: 1;
  /** An address or a domain, as it was created. */
  readonly name: string;
  readonly type: "EMAIL_ADDRESS" | "DOMAIN";
  readonly createdAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Of a domain: the names under which AWS would look its keys up. */
  readonly dkimTokens: readonly string[];
}

/** A mail that was accepted. It goes nowhere: it is kept, so that people and tests can read it. */
export interface Mail {
  readonly v: 1;
  readonly messageId: string;
  readonly sentAtMs: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  /** The mail as it was given, where it was given as MIME. */
  readonly raw?: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly tags: Readonly<Record<string, string>>;
}
