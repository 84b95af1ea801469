// Passwords, and what an account knows of its credentials, in IAM's errors sweep.

import type { AwsApis } from "../../../src/service/apis.ts";
import { type ErrorTable, forAll, unprovokable } from "./table.ts";

/** What the samples of passwords share. */
export interface MadeLogin {
  /** A user with a password. */
  readonly loginUser: string;
}

const PASSWORD = "Correct-horse-7";
const login = ({ loginUser: UserName }: MadeLogin) => ({ UserName });

export async function prepareLogin({ iam }: AwsApis): Promise<MadeLogin> {
  const loginUser = "sweep-login";
  await iam.createUser({ UserName: loginUser });
  await iam.createLoginProfile({ UserName: loginUser, Password: PASSWORD });
  return { loginUser };
}

export const loginInputs: ErrorTable<MadeLogin>["inputs"] = {
  ChangePassword: () => ({ OldPassword: PASSWORD, NewPassword: "Battery-staple-7" }),
  CreateLoginProfile: (made) => ({ ...login(made), Password: PASSWORD }),
  DeleteAccountPasswordPolicy: () => ({}),
  DeleteLoginProfile: login,
  GenerateCredentialReport: () => ({}),
  GetAccessKeyLastUsed: () => ({ AccessKeyId: "AKIANOBODYNOBODYNOBO" }),
  GetAccountPasswordPolicy: () => ({}),
  GetCredentialReport: () => ({}),
  GetLoginProfile: login,
  UpdateAccountPasswordPolicy: () => ({}),
  UpdateLoginProfile: (made) => ({ ...login(made), Password: PASSWORD }),
};

const NOBODY = { UserName: "nobody" };
const NEVER_HALFWAY = unprovokable("A user is made and deleted in one transaction.");

export const loginErrors: ErrorTable<MadeLogin>["operations"] = {
  CreateLoginProfile: {
    EntityAlreadyExistsException: (_, ask) => ask(),
    NoSuchEntityException: (_, ask) => ask(NOBODY),
    PasswordPolicyViolationException: async ({ aws, name }, ask) => {
      const UserName = name();
      await aws.iam.createUser({ UserName });
      return ask({ UserName, Password: "short" });
    },
  },
  DeleteLoginProfile: {
    EntityTemporarilyUnmodifiableException: NEVER_HALFWAY,
    NoSuchEntityException: (_, ask) => ask(NOBODY),
  },
  GetLoginProfile: { NoSuchEntityException: (_, ask) => ask(NOBODY) },
  UpdateLoginProfile: {
    EntityTemporarilyUnmodifiableException: NEVER_HALFWAY,
    NoSuchEntityException: (_, ask) => ask(NOBODY),
    PasswordPolicyViolationException: (_, ask) => ask({ Password: "short" }),
  },
  ChangePassword: {
    EntityTemporarilyUnmodifiableException: NEVER_HALFWAY,
    InvalidUserTypeException: unprovokable("Its callers here are users; roles are refused in iam/logins.test.ts."),
    NoSuchEntityException: (_, ask) => ask(),
    PasswordPolicyViolationException: async ({ aws }, ask) => {
      await aws.iam.createLoginProfile({ UserName: "stackyard", Password: PASSWORD });
      return ask({ NewPassword: "short" });
    },
  },
  ...forAll(["DeleteAccountPasswordPolicy", "GetAccountPasswordPolicy"], {
    NoSuchEntityException: async ({ aws }, ask) => {
      await aws.iam.updateAccountPasswordPolicy({});
      await aws.iam.deleteAccountPasswordPolicy({});
      return ask();
    },
  }),
  UpdateAccountPasswordPolicy: {
    MalformedPolicyDocumentException: unprovokable("It takes no document; what is out of range is a ValidationError."),
    NoSuchEntityException: unprovokable("It is about the account, which is there."),
  },
  GetCredentialReport: {
    CredentialReportExpiredException: unprovokable(
      "Four hours would pass for the whole sweep; iam/logins.test.ts has a clock of its own.",
    ),
    CredentialReportNotPresentException: unprovokable(
      "The account has had a report by then; iam/logins.test.ts asks before the first.",
    ),
    CredentialReportNotReadyException: unprovokable("A report is there with the answer that says it was begun."),
  },
};
