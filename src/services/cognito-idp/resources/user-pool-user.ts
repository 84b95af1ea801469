// AWS::Cognito::UserPoolUser.

import type { AdminCreateUserCommandInput, AttributeType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { inputOf, ofEveryPool } from "./properties.ts";

const SETTINGS = [
  "ClientMetadata",
  "DesiredDeliveryMediums",
  "ForceAliasCreation",
  "MessageAction",
  "UserAttributes",
  "ValidationData",
] as const;

/** A user whom an administrator makes. Ref is the username. */
export const userType: ResourceType = {
  typeName: "AWS::Cognito::UserPoolUser",
  properties: [...SETTINGS, "UserPoolId", "Username"],

  async create(properties, context) {
    const input = inputFor(properties, context);
    try {
      const { User: user } = await context.aws.cognitoUserPools.adminCreateUser(input);
      return stateOf(user?.Username ?? input.Username);
    } catch (error) {
      const isThere = error instanceof AwsError && error.code === "UsernameExistsException";
      const left = isThere ? await findLeft(input, context) : undefined;
      if (left === undefined) throw error;
      return stateOf(left);
    }
  },

  async read(physicalId, { aws }, known = {}) {
    const UserPoolId = String(known["UserPoolId"]);
    const Username = physicalId.split("|").at(-1) ?? "";
    const user = await ifUser(() => aws.cognitoUserPools.adminGetUser({ UserPoolId, Username }));
    if (user === undefined) return undefined;
    const said = attributesIn(known).map(({ Name }) => Name);
    const UserAttributes = (user.UserAttributes ?? []).filter(({ Name }) =>
      known["UserAttributes"] === undefined ? !GENERATED.has(Name ?? "") : said.includes(Name),
    );
    return {
      UserPoolId,
      // In a pool whose users sign in with an address, the template says that.
      Username: known["Username"] ?? user.Username,
      ...(UserAttributes.length > 0 && { UserAttributes }),
    };
  },

  async list({ aws }) {
    const users = await ofEveryPool(aws, async (UserPoolId, PaginationToken) => {
      const answer = await aws.cognitoUserPools.listUsers({ UserPoolId, PaginationToken });
      return { items: answer.Users?.map((user) => ({ UserPoolId, ...user })), next: answer.PaginationToken };
    });
    // Who comes from another provider is made by signing in there.
    const own = users.filter(({ UserStatus }) => UserStatus !== "EXTERNAL_PROVIDER");
    return own.map(({ UserPoolId, Username = "" }) => ({ UserPoolId, Username }));
  },

  async delete(physicalId, properties, { aws }) {
    const UserPoolId = String(properties["UserPoolId"]);
    await ifUser(() => aws.cognitoUserPools.adminDeleteUser({ UserPoolId, Username: physicalId }));
  },
};

const GENERATED: ReadonlySet<string> = new Set(["sub", "identities"]);

/** The answer, or undefined where the user, or the pool, does not exist. */
export async function ifUser<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    const isGone = error instanceof AwsError && /^(?:UserNotFound|ResourceNotFound)Exception$/.test(error.code);
    if (isGone) return undefined;
    throw error;
  }
}

function inputFor(properties: Properties, context: ResourceContext): Input<AdminCreateUserCommandInput> {
  const given = properties["Username"];
  return {
    ...inputOf(properties, SETTINGS, { booleans: ["ForceAliasCreation"] }),
    UserPoolId: String(properties["UserPoolId"]),
    Username: typeof given === "string" ? given : context.generateName({ maxLength: 128 }),
  };
}

/** What an interrupted run of this step left: a user who has not signed in yet, with the same attributes. */
async function findLeft(
  { UserPoolId, Username, UserAttributes = [] }: Input<AdminCreateUserCommandInput>,
  { aws }: ResourceContext,
): Promise<string | undefined> {
  const user = await ifUser(() => aws.cognitoUserPools.adminGetUser({ UserPoolId, Username }));
  const isSame = UserAttributes.every((wanted) =>
    user?.UserAttributes?.some(({ Name, Value }) => Name === wanted.Name && Value === wanted.Value),
  );
  return user?.UserStatus === "FORCE_CHANGE_PASSWORD" && isSame ? user.Username : undefined;
}

function attributesIn(properties: Properties): readonly AttributeType[] {
  return (properties["UserAttributes"] ?? []) as readonly AttributeType[];
}

function stateOf(physicalId: string): ResourceState {
  return { physicalId, attributes: {} };
}
