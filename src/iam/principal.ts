// Who makes a call.

import type { AccountId } from "../kernel/ids.ts";

/** Set for callers with temporary credentials. */
interface Temporary {
  /** When the credentials were made: aws:TokenIssueTime. */
  readonly issuedAtMs?: number;
  /** When a second factor proved who asked for them: aws:MultiFactorAuthPresent and aws:MultiFactorAuthAge. */
  readonly mfaAtMs?: number;
}

export type Principal =
  /** The account itself: allowed everything its organization allows. */
  | (Temporary & { readonly kind: "root"; readonly account: AccountId; readonly arn: string; readonly userId: string })
  | (Temporary & {
      readonly kind: "user";
      readonly account: AccountId;
      readonly arn: string;
      readonly userId: string;
      readonly userName: string;
      /** The user's tags: aws:PrincipalTag/... */
      readonly tags?: Readonly<Record<string, string>>;
    })
  | AssumedRole
  | (Temporary & {
      readonly kind: "federated-user";
      readonly account: AccountId;
      readonly arn: string;
      readonly userId: string;
      /** The user that asked for the session and whose policies bound it. */
      readonly issuer?: { readonly userName: string; readonly userId: string };
      readonly sessionPolicies: readonly string[];
      /** Session tags: aws:PrincipalTag/... */
      readonly tags?: Readonly<Record<string, string>>;
    })
  /** An AWS service that acts for one resource of a customer, such as a topic that delivers to a queue. */
  | ServicePrincipal
  | CanonicalUser
  | { readonly kind: "anonymous" };

export interface AssumedRole extends Temporary {
  readonly kind: "assumed-role";
  readonly account: AccountId;
  /** arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION */
  readonly arn: string;
  /** ROLE_ID:SESSION */
  readonly userId: string;
  readonly roleArn: string;
  readonly roleName: string;
  readonly sessionName: string;
  /** JSON texts of the session policies, empty if there are none. */
  readonly sessionPolicies: readonly string[];
  /** Session tags, over the role's own: aws:PrincipalTag/... */
  readonly tags?: Readonly<Record<string, string>>;
  /** Keys of the tags that roles assumed from this session get as well. */
  readonly transitiveTagKeys?: readonly string[];
  /** Who is behind the session, for all roles that follow: aws:SourceIdentity. */
  readonly sourceIdentity?: string;
  /** Whoever began the session had proved a second factor. For the audit trail only: AWS's role sessions have nothing of it to policies. */
  readonly isMfaAuthenticated?: true;
  /** Of a session that a token of an identity provider began. */
  readonly federation?: Federation;
}

/** Whom policies decide about: who makes a call, or who asks for a role by a token. */
export type Claimant = Principal | WebIdentity;

/** Whom a token names that an identity provider signed, before it has a role. It makes no calls. */
export interface WebIdentity extends Federation {
  readonly kind: "web-identity";
}

/** Who vouches for somebody, and what its token says. */
export interface Federation {
  /** How trust policies name the provider: "cognito-identity.amazonaws.com", or the ARN of an OpenID Connect provider in IAM. */
  readonly provider: string;
  /** Condition keys of the token's claims: "cognito-identity.amazonaws.com:sub". */
  readonly claims: Readonly<Record<string, string | readonly string[]>>;
}

export interface ServicePrincipal {
  readonly kind: "service";
  /** Such as "sns.amazonaws.com". */
  readonly service: string;
  /** What aws:SourceArn and aws:SourceAccount read. */
  readonly sourceArn?: string;
  readonly sourceAccount?: AccountId;
}

/** Somebody of AWS's own whom S3 knows by a canonical user id, such as CloudFront's origin access identities. It is of no account. */
export interface CanonicalUser {
  readonly kind: "canonical-user";
  /** arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ID */
  readonly arn: string;
  readonly canonicalUserId: string;
}
