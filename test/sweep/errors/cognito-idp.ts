// How each documented error of user pools is provoked.

import { type Made, PASSWORD, prepare } from "./cognito-idp-grounds.ts";
import { answers, calling, inputs, texts } from "./cognito-idp-inputs.ts";
import { laterInputs, laterOperations } from "./cognito-idp-later.ts";
import { type Ask, type ErrorTable, forAll, type Grounds, instead, sweepOf, together, unprovokable } from "./table.ts";

type Entry = ErrorTable<Made>["everywhere"][string];

const NOBODY = "nobody";
const NO_POOL = "us-east-1_nobody";
const NUMBER = "+491234567890";
/** One that Cognito takes and SNS does not. */
const NO_NUMBER = "+0123456789";
const CODES = 5;

/** Operations that nobody signs: with an access token, of an application, and the others. */
const BY_TOKEN = [
  ...["AssociateSoftwareToken", "ChangePassword", "DeleteUser", "DeleteUserAttributes", "GetUser"],
  ...["GetUserAttributeVerificationCode", "GlobalSignOut", "SetUserMFAPreference", "UpdateUserAttributes"],
  ...["VerifySoftwareToken", "VerifyUserAttribute"],
];
const CHALLENGES = ["AdminRespondToAuthChallenge", "RespondToAuthChallenge"];
const SIGN_INS = ["AdminInitiateAuth", "InitiateAuth"];

/** AWS: IAM's denials are AccessDeniedException, as of all JSON services. */
const DENIED: Entry = instead(
  { code: "AccessDeniedException", status: 400, reason: "IAM's denials have a code of their own." },
  async ({ user }, ask) => ask({}, await user()),
);
const NO_CASE = unprovokable("The API reference lists it for the operation and names no case that its input could be.");
const NO_CONFLICT = unprovokable("A change is one transaction: none meets another half-way.");
const RATE = unprovokable(
  "AWS says that a user is heard 5 to 20 times an hour, by what it takes for risky; mailboxes of a yard need no protection.",
);
const NO_QUOTA = unprovokable("AWS's quotas can be raised on request; a yard keeps what the disk holds.");
const NO_CODE = unprovokable("It takes no code.");
const ROLE_LATER = unprovokable("What the role may do is found when the first message is sent.");
const TOKENS_ARE_CONFIRMED = unprovokable("Only confirmed users get tokens, and they stay confirmed.");

const malformed = {
  ...{ UserPoolId: "-", ClientId: "-", AccessToken: " ", PoolName: "", Domain: "-", MaxResults: 61, ResourceArn: "x" },
};

/** With each function that can fail in this way. */
const withFunction =
  (which: keyof Made["functions"]): Entry =>
  async (made, ask, operation) => {
    const change = await calling[operation]?.(made);
    return made.whileCalling(made.functions[which], () => ask(change));
  };
const withRole =
  (may: { readonly isTrusting: boolean; readonly isPublishing: boolean }, number = NUMBER): Entry =>
  async (made, ask, operation) => {
    await made.setRole({ isTrusting: true, isPublishing: true });
    const change = await texts(number)[operation]?.(made);
    await made.setRole(may);
    return ask(change);
  };
/** A role that does not trust, for an operation that gives it to a pool. */
const givingRole =
  (member: (SmsConfiguration: object) => object): Entry =>
  async ({ roleArn, setRole }, ask) => {
    await setRole({ isTrusting: false, isPublishing: true });
    return ask(member({ SnsCallerArn: roleArn, ExternalId: "pool" }));
  };
const GIVEN = givingRole((SmsConfiguration) => ({ SmsConfiguration }));

async function guess(times: number, ask: () => Promise<unknown>): Promise<unknown> {
  for (let count = 1; count < times; count += 1) await ask().catch(() => undefined);
  return ask();
}
/** Answers a challenge of somebody new with an app. */
const appCode = async (
  { waiting }: Made,
  ask: Ask,
  code?: string,
  around = (work: () => Promise<unknown>) => work(),
) => {
  const { Username: USERNAME, Session, usedCode } = await waiting();
  const ChallengeResponses = { USERNAME, SOFTWARE_TOKEN_MFA_CODE: code ?? usedCode };
  return around(() => ask({ ChallengeName: "SOFTWARE_TOKEN_MFA", Session, ChallengeResponses }));
};
/** Answers the challenge of a new password. */
const newPassword = async ({ beginner }: Made, ask: Ask, change: Readonly<Record<string, string>>) => {
  const { Username, Session } = await beginner();
  return ask({ Session, ChallengeResponses: answers(Username, change) });
};
const forgotten = async ({ person, call, client }: Made & Grounds): Promise<string> => {
  const { Username } = await person();
  await call("ForgotPassword", { ClientId: client, Username });
  return Username;
};
const mine = (Name: string, Value: string) => ({ UserAttributes: [{ Name, Value }] });

/** The errors sweep of user pools. */
export const cognitoUserPools = sweepOf<Made>({
  service: "cognito-identity-provider",
  prepare,
  // AWS: the API reference has 400 for each of them, whatever the SDK's model says.
  statuses: {
    AccessDeniedException: 400,
    FeatureUnavailableInTierException: 400,
    NotAuthorizedException: 400,
    ResourceNotFoundException: 400,
    UnauthorizedException: 400,
    UserNotFoundException: 400,
  },
  inputs: { ...inputs, ...laterInputs },
  everywhere: {
    ConcurrentModificationException: NO_CONFLICT,
    FeatureUnavailableInTierException: unprovokable(
      "What the cheaper plans lack and the operation could ask is refused with NotImplemented.",
    ),
    ForbiddenException: unprovokable("There is no WAF."),
    InternalErrorException: unprovokable("It would be a bug of ours."),
    InvalidEmailRoleAccessPolicyException: unprovokable(
      "Sending with an SES identity of one's own is refused with NotImplemented.",
    ),
    InvalidLambdaResponseException: withFunction("confused"),
    InvalidParameterException: (_, ask) => ask(malformed),
    InvalidSmsRoleAccessPolicyException: withRole({ isTrusting: true, isPublishing: false }),
    InvalidSmsRoleTrustRelationshipException: withRole({ isTrusting: false, isPublishing: false }),
    InvalidUserPoolConfigurationException: unprovokable("Settings that contradict each other cannot be made."),
    LimitExceededException: RATE,
    NotAuthorizedException: DENIED,
    OperationNotEnabledException: unprovokable("Replicas of pools in other Regions are refused."),
    PasswordHistoryPolicyViolationException: unprovokable("A history of passwords is refused with NotImplemented."),
    PasswordResetRequiredException: async ({ forgetful }, ask) => ask({ AccessToken: (await forgetful()).AccessToken }),
    ResourceNotFoundException: ({ poolArn, pool }, ask) =>
      ask({ UserPoolId: NO_POOL, ClientId: NOBODY, ResourceArn: poolArn.replace(pool, NO_POOL) }),
    TierChangeNotAllowedException: unprovokable("It is a matter of the bill."),
    TooManyRequestsException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
    UnexpectedLambdaException: withFunction("missing"),
    UserImportInProgressException: unprovokable("Imports of users are refused."),
    UserLambdaValidationException: withFunction("refusing"),
    UserNotConfirmedException: TOKENS_ARE_CONFIRMED,
    UserNotFoundException: (_, ask) => ask({ Username: NOBODY }),
    CodeDeliveryFailureException: withRole({ isTrusting: true, isPublishing: true }, NO_NUMBER),
  },
  operations: together<Made>(
    laterOperations,
    forAll(BY_TOKEN, {
      NotAuthorizedException: (_, ask) => ask({ AccessToken: NOBODY }),
      ResourceNotFoundException: unprovokable("A token whose pool is gone is as wrong as any."),
    }),
    forAll(
      BY_TOKEN.filter((operation) => operation !== "AssociateSoftwareToken" && operation !== "GlobalSignOut"),
      {
        UserNotFoundException: async ({ person, aws, pool }, ask) => {
          const { Username, AccessToken } = await person();
          await aws.cognitoUserPools.adminDeleteUser({ UserPoolId: pool, Username });
          return ask({ AccessToken });
        },
      },
    ),
    forAll(["ConfirmForgotPassword", "ConfirmSignUp", "ForgotPassword", "ResendConfirmationCode", "SignUp"], {
      NotAuthorizedException: ({ secretive }, ask) => ask({ ClientId: secretive }),
    }),
    forAll(["CreateGroup", "CreateResourceServer", "CreateUserPool", "CreateUserPoolClient", "CreateUserPoolDomain"], {
      LimitExceededException: NO_QUOTA,
    }),
    forAll(["ConfirmForgotPassword", "ConfirmSignUp"], {
      CodeMismatchException: async (made, ask, operation) =>
        ask(operation === "ConfirmSignUp" ? await fresh(made) : { Username: await forgotten(made) }),
      TooManyFailedAttemptsException: async (made, ask, operation) => {
        const change = operation === "ConfirmSignUp" ? await fresh(made) : { Username: await forgotten(made) };
        return guess(CODES + 1, () => ask(change));
      },
    }),
    forAll(SIGN_INS, {
      InvalidParameterException: (_, ask) => ask({ AuthParameters: {} }),
      NotAuthorizedException: ({ person }, ask) =>
        person().then(({ Username: USERNAME }) => ask({ AuthParameters: { USERNAME, PASSWORD: "Wr0ng-one" } })),
      PasswordResetRequiredException: async ({ forgetful }, ask) =>
        ask({ AuthParameters: { USERNAME: (await forgetful()).Username, PASSWORD } }),
      UserNotConfirmedException: ({ newcomer }, ask) => ask({ AuthParameters: { USERNAME: newcomer, PASSWORD } }),
      UserNotFoundException: (_, ask) => ask({ AuthParameters: { USERNAME: NOBODY, PASSWORD } }),
    }),
    forAll(CHALLENGES, {
      AliasExistsException: (made, ask) =>
        newPassword(made, ask, { "userAttributes.preferred_username": made.annsOtherName }),
      CodeMismatchException: (made, ask) => appCode(made, ask, "000000"),
      ExpiredCodeException: (made, ask) => appCode(made, ask),
      InvalidParameterException: async (made, ask) => {
        const { Username: USERNAME, Session } = await made.beginner();
        return ask({ Session, ChallengeResponses: { USERNAME } });
      },
      InvalidPasswordException: (made, ask) => newPassword(made, ask, { NEW_PASSWORD: "short" }),
      MFAMethodNotFoundException: async (made, ask) => {
        const { texter, texting, textingClient, aws, setRole, whileFactorsAreOther } = made;
        await setRole({ isTrusting: true, isPublishing: true });
        const { Username: USERNAME } = await texter(NUMBER);
        const ids = { UserPoolId: texting, ClientId: textingClient };
        const AuthParameters = { USERNAME, PASSWORD };
        const flow = { ...ids, AuthFlow: "ADMIN_USER_PASSWORD_AUTH" as const, AuthParameters };
        const { Session } = await aws.cognitoUserPools.adminInitiateAuth(flow);
        const ChallengeResponses = { USERNAME, SMS_MFA_CODE: "000000" };
        return whileFactorsAreOther(() => ask({ ...ids, ChallengeName: "SMS_MFA", Session, ChallengeResponses }));
      },
      NotAuthorizedException: (_, ask) => ask({ Session: "a session that nobody has" }),
      PasswordResetRequiredException: async ({ beginner, aws, pool, name }, ask) => {
        const { Username, Session } = await beginner();
        const { UserAttributes } = mine("email", `${name()}@example.com`);
        const verified = [...UserAttributes, { Name: "email_verified", Value: "true" }];
        await aws.cognitoUserPools.adminUpdateUserAttributes({ UserPoolId: pool, Username, UserAttributes: verified });
        await aws.cognitoUserPools.adminResetUserPassword({ UserPoolId: pool, Username });
        return ask({ Session, ChallengeResponses: answers(Username) });
      },
      SoftwareTokenMFANotFoundException: (made, ask) => appCode(made, ask, undefined, made.whileFactorsAreOther),
      UserNotConfirmedException: unprovokable(
        "Who is not confirmed comes as far as SRP's proof, which the official client gives in user pools' own tests.",
      ),
      UserNotFoundException: async ({ beginner, aws, pool }, ask) => {
        const { Username, Session } = await beginner();
        await aws.cognitoUserPools.adminDeleteUser({ UserPoolId: pool, Username });
        return ask({ Session, ChallengeResponses: answers(Username) });
      },
    }),
    {
      AdminConfirmSignUp: { TooManyFailedAttemptsException: NO_CODE },
      AdminCreateUser: {
        InvalidPasswordException: (_, ask) => ask({ TemporaryPassword: "short" }),
        PreconditionNotMetException: NO_CASE,
        UnsupportedUserStateException: ({ ann }, ask) => ask({ Username: ann.Username, MessageAction: "RESEND" }),
        UserNotFoundException: (_, ask) => ask({ Username: NOBODY, MessageAction: "RESEND" }),
        UsernameExistsException: ({ ann }, ask) => ask({ Username: ann.Username }),
      },
      AdminInitiateAuth: {
        MFAMethodNotFoundException: unprovokable("A user without a second factor is asked to set one up (MFA_SETUP)."),
      },
      AdminSetUserMFAPreference: {
        PasswordResetRequiredException: async ({ forgetful }, ask) => ask({ Username: (await forgetful()).Username }),
        UserNotConfirmedException: ({ newcomer }, ask) => ask({ Username: newcomer }),
      },
      AdminSetUserPassword: { InvalidPasswordException: (_, ask) => ask({ Password: "short" }) },
      AdminUpdateUserAttributes: {
        AliasExistsException: async ({ person, annsOtherName }, ask) =>
          ask({ Username: (await person()).Username, ...mine("preferred_username", annsOtherName) }),
      },
      AssociateSoftwareToken: {
        SoftwareTokenMFANotFoundException: ({ ann, whileFactorsAreOther }, ask) =>
          whileFactorsAreOther(() => ask({ AccessToken: ann.AccessToken })),
      },
      ChangePassword: { InvalidPasswordException: (_, ask) => ask({ ProposedPassword: "short" }) },
      ConfirmForgotPassword: {
        ExpiredCodeException: async ({ person }, ask) => ask({ Username: (await person()).Username }),
        InvalidPasswordException: (_, ask) => ask({ Password: "short" }),
        UserNotConfirmedException: unprovokable(
          "Whose address is not verified gets no code; whose address is, is confirmed by it.",
        ),
      },
      ConfirmSignUp: {
        AliasExistsException: async ({ signedUp, annsMail }, ask) => ask(await signedUp(annsMail)),
        ExpiredCodeException: async ({ name, call, client }, ask) => {
          const Username = name();
          await call("SignUp", { ClientId: client, Username, Password: PASSWORD });
          return ask({ Username });
        },
      },
      CreateGroup: { GroupExistsException: ({ group }, ask) => ask({ GroupName: group }) },
      CreateUserPool: {
        FeatureUnavailableInTierException: ({ functions }, ask) => ask(customized(functions.missing)),
        InvalidSmsRoleAccessPolicyException: ROLE_LATER,
        InvalidSmsRoleTrustRelationshipException: GIVEN,
        UserPoolTaggingException: (_, ask) => ask({ UserPoolTags: TOO_MANY_TAGS }),
      },
      CreateUserPoolClient: {
        InvalidOAuthFlowException: (_, ask) => ask({ AllowedOAuthFlows: ["code", "client_credentials"] }),
        ScopeDoesNotExistException: (_, ask) => ask({ AllowedOAuthScopes: ["other/scope"] }),
      },
      DescribeUserPool: { UserPoolTaggingException: NO_CASE },
      DescribeUserPoolDomain: {
        ResourceNotFoundException: unprovokable(
          "AWS answers for a domain that is not there: with an empty description.",
        ),
      },
      RevokeToken: {
        UnauthorizedException: ({ secretive }, ask) => ask({ ClientId: secretive, ClientSecret: "wrong" }),
        UnsupportedOperationException: ({ deaf }, ask) => ask({ ClientId: deaf }),
        UnsupportedTokenTypeException: ({ ann }, ask) => ask({ Token: ann.AccessToken }),
      },
      SetUserPoolMfaConfig: {
        InvalidSmsRoleAccessPolicyException: ROLE_LATER,
        InvalidSmsRoleTrustRelationshipException: givingRole((SmsConfiguration) => ({
          SmsMfaConfiguration: { SmsConfiguration },
        })),
      },
      SignUp: {
        InvalidPasswordException: (_, ask) => ask({ Password: "short" }),
        UsernameExistsException: ({ ann }, ask) => ask({ Username: ann.Username }),
      },
      UpdateUserAttributes: {
        AliasExistsException: async ({ person, annsOtherName }, ask) =>
          ask({ AccessToken: (await person()).AccessToken, ...mine("preferred_username", annsOtherName) }),
        CodeMismatchException: NO_CODE,
        ExpiredCodeException: NO_CODE,
      },
      UpdateUserPool: {
        FeatureUnavailableInTierException: ({ functions }, ask) => ask(customized(functions.missing)),
        InvalidSmsRoleAccessPolicyException: ROLE_LATER,
        InvalidSmsRoleTrustRelationshipException: GIVEN,
        UserPoolTaggingException: (_, ask) => ask({ UserPoolTags: TOO_MANY_TAGS }),
      },
      UpdateUserPoolClient: {
        InvalidOAuthFlowException: (_, ask) => ask({ AllowedOAuthFlows: ["code", "client_credentials"] }),
        ScopeDoesNotExistException: (_, ask) => ask({ AllowedOAuthScopes: ["other/scope"] }),
      },
      VerifySoftwareToken: {
        CodeMismatchException: instead(
          {
            code: "EnableSoftwareTokenMFAException",
            status: 400,
            reason:
              "Public reports: EnableSoftwareTokenMFAException: Code mismatch and fail enable Software Token MFA.",
          },
          wrongSetup,
        ),
        EnableSoftwareTokenMFAException: wrongSetup,
        SoftwareTokenMFANotFoundException: (_, ask) => ask(),
      },
      VerifyUserAttribute: {
        AliasExistsException: async ({ person, call, lastCode, name }, ask) => {
          const email = `${name()}@example.com`;
          await person({ email });
          const { AccessToken } = await person();
          await call("UpdateUserAttributes", { AccessToken, ...mine("email", email) });
          return ask({ AccessToken, Code: lastCode(email) });
        },
        CodeMismatchException: async ({ person, call }, ask) => {
          const { AccessToken } = await person();
          await call("GetUserAttributeVerificationCode", { AccessToken, AttributeName: "email" });
          return ask({ AccessToken });
        },
        ExpiredCodeException: async ({ person }, ask) => ask({ AccessToken: (await person()).AccessToken }),
      },
    },
  ),
});

const TOO_MANY_TAGS = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key-${index}`, "value"]));

function customized(LambdaArn: string): object {
  return { UserPoolTier: "LITE", LambdaConfig: { PreTokenGenerationConfig: { LambdaArn, LambdaVersion: "V2_0" } } };
}

async function fresh({ signedUp }: Made): Promise<object> {
  return { Username: (await signedUp()).Username };
}

async function wrongSetup({ person, aws }: Made & Grounds, ask: Ask): Promise<unknown> {
  const { AccessToken } = await person();
  await aws.cognitoUserPools.associateSoftwareToken({ AccessToken });
  return ask({ AccessToken });
}
