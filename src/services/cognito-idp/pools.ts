// Finding pools and clients, and what they are made of where the customer says nothing.

import type { CreateUserPoolCommandInput, SmsConfigurationType } from "@aws-sdk/client-cognito-identity-provider";
import { formatArn } from "../../kernel/arns.ts";
import { isRegion } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import type { Input } from "../../service/apis.ts";
import type { Context, Scope, YardContext } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { clientNotFound, invalidParameter, notImplemented, notInTier, poolNotFound } from "./errors.ts";
import type { ClientRecord, PoolRecord, PoolSettings } from "./records.ts";
import { loadClient, loadClientHome, loadPool, savePool } from "./repo.ts";

/** A client with its pool, and where they are. */
export interface Client {
  readonly scope: Scope;
  readonly pool: PoolRecord;
  readonly client: ClientRecord;
}

export function poolArn({ account, region }: Scope, poolId: string): string {
  return formatArn("cognito-idp", region, account, `userpool/${poolId}`);
}

/** The pool of an account; throws ResourceNotFoundException. */
export function requirePool(tx: ReadTx, scope: Scope, poolId: string): PoolRecord {
  const pool = loadPool(tx, scope, poolId);
  if (pool === undefined) throw poolNotFound(poolId);
  return pool;
}

/** Replaces a pool by what `change` makes of it. */
export function updatePool(
  context: Context,
  poolId: string,
  change: (pool: PoolRecord, tx: WriteTx) => PoolRecord,
): PoolRecord {
  return context.store.write((tx) => {
    const changed = { ...change(requirePool(tx, context, poolId), tx), modifiedAtMs: context.clock.nowMs() };
    savePool(tx, context, changed);
    return changed;
  });
}

/** The client of a pool; throws ResourceNotFoundException. */
export function requireClient(tx: ReadTx, scope: Scope, poolId: string, clientId: string): ClientRecord {
  const client = loadClient(tx, scope, poolId, clientId);
  if (client === undefined) throw clientNotFound(clientId);
  return client;
}

/** The client that a public operation names, wherever it is. */
export function findClient({ store }: Pick<YardContext, "store">, clientId: string): Client {
  return store.read((tx) => {
    const home = loadClientHome(tx, clientId);
    if (home === undefined) throw clientNotFound(clientId);
    const { account, region, poolId } = home;
    const scope = { account, region };
    return { scope, pool: requirePool(tx, scope, poolId), client: requireClient(tx, scope, poolId, clientId) };
  });
}

export function newPoolId(random: Random, { region }: Scope): string {
  return `${region}_${random.text(9, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")}`;
}

/** The settings of a request, over those that a pool has without. AWS: CreateUserPool. */
export function settingsOf(input: Omit<Input<CreateUserPoolCommandInput>, "PoolName">): PoolSettings {
  const { Policies, EmailConfiguration: email, LambdaConfig: lambda = {}, UserPoolAddOns: addOns } = input;
  if (input.AliasAttributes !== undefined && input.UsernameAttributes !== undefined)
    throw invalidParameter("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.");
  if (email?.EmailSendingAccount === "DEVELOPER")
    throw notImplemented("Sending a pool's mails with your own SES identity");
  if (lambda.CustomEmailSender !== undefined || lambda.CustomSMSSender !== undefined)
    throw notImplemented("A custom sender trigger");
  // AWS: "User pool feature plans": access tokens are customized from Essentials on.
  if (input.UserPoolTier === "LITE" && (lambda.PreTokenGenerationConfig?.LambdaVersion ?? "V1_0") !== "V1_0")
    throw notInTier("Customizing access tokens is not available in the Lite tier.");
  if (addOns !== undefined && addOns.AdvancedSecurityMode !== "OFF") throw notImplemented("Threat protection");
  const factors = Policies?.SignInPolicy?.AllowedFirstAuthFactors;
  if (factors !== undefined) requireFirstFactors(factors, input.UserPoolTier);
  if ((Policies?.PasswordPolicy?.PasswordHistorySize ?? 0) > 0) throw notImplemented("A history of passwords");
  if (input.VerificationMessageTemplate?.DefaultEmailOption === "CONFIRM_WITH_LINK")
    throw notImplemented("Confirmation by a link");
  requireSmsSettings(input.SmsConfiguration);
  if (input.DeviceConfiguration !== undefined) throw notImplemented("Remembering devices");
  return {
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
        ...(Policies?.PasswordPolicy && given(Policies.PasswordPolicy)),
      },
      ...(factors !== undefined && { SignInPolicy: { AllowedFirstAuthFactors: factors } }),
    },
    DeletionProtection: input.DeletionProtection ?? "INACTIVE",
    UsernameConfiguration: { CaseSensitive: input.UsernameConfiguration?.CaseSensitive ?? true },
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: false,
      UnusedAccountValidityDays: 7,
      ...(input.AdminCreateUserConfig && given(input.AdminCreateUserConfig)),
    },
    UserPoolTier: input.UserPoolTier ?? "ESSENTIALS",
    ...given({
      LambdaConfig: input.LambdaConfig,
      AutoVerifiedAttributes: input.AutoVerifiedAttributes,
      AliasAttributes: input.AliasAttributes,
      UsernameAttributes: input.UsernameAttributes,
      VerificationMessageTemplate: input.VerificationMessageTemplate,
      SmsVerificationMessage: input.SmsVerificationMessage,
      EmailVerificationMessage: input.EmailVerificationMessage,
      EmailVerificationSubject: input.EmailVerificationSubject,
      SmsAuthenticationMessage: input.SmsAuthenticationMessage,
      UserAttributeUpdateSettings: input.UserAttributeUpdateSettings,
      EmailConfiguration: input.EmailConfiguration,
      SmsConfiguration: input.SmsConfiguration,
      AccountRecoverySetting: input.AccountRecoverySetting,
    }),
  };
}

/** Throws for ways to telephones that are not served. */
export function requireSmsSettings(settings: SmsConfigurationType | undefined): void {
  if (settings?.EumsSms !== undefined) throw notImplemented("Sending text messages with AWS End User Messaging");
  if (settings?.SnsRegion !== undefined && !isRegion(settings.SnsRegion))
    throw invalidParameter(`Invalid SnsRegion: ${settings.SnsRegion}`);
}

/** AWS: "Authentication flows", choice-based: a password is always one of the ways, and the Lite tier has no other. */
function requireFirstFactors(factors: readonly string[], tier: string | undefined): void {
  if (factors.includes("WEB_AUTHN")) throw notImplemented("A passkey as the first factor");
  if (!factors.includes("PASSWORD") || factors.includes("SOFTWARE_TOKEN"))
    throw invalidParameter("AllowedFirstAuthFactors has to include PASSWORD, and cannot include SOFTWARE_TOKEN.");
  if (tier === "LITE" && factors.length > 1) throw notInTier("Passwordless sign-in is not available in the Lite tier.");
}

/** Without what is undefined. */
export function given<T extends object>(values: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
