// AWS::Organizations::Account: an account that the organization makes, and closes.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { allTags, ifThere, isOurs, liveTags, parentOf, pathOf, rootId, updateTags } from "./shared.ts";

const LOOK_AGAIN_MS = 100;

/** A member account. Ref is its id. */
export const accountType: ResourceType = {
  typeName: "AWS::Organizations::Account",
  properties: ["AccountName", "Email", "ParentIds", "RoleName", "Tags"],

  async create(properties, context) {
    const id = (await findOurs(properties, context)) ?? (await make(properties, context));
    context.identify(id);
    await move(id, properties, context);
    return state(id, context);
  },

  async read(physicalId, context, known = {}) {
    const found = await ifThere(() => context.aws.organizations.describeAccount({ AccountId: physicalId }));
    // AWS: a closed account stays for 90 days, suspended; it is no resource any more.
    if (found === undefined || found.Account?.Status !== "ACTIVE") return undefined;
    const parent = await parentOf(physicalId, context);
    const isInRoot = parent === (await rootId(context));
    return {
      AccountName: found.Account.Name,
      Email: found.Account.Email,
      // What is given no place stands in the root.
      ...(isInRoot && known["ParentIds"] === undefined ? {} : { ParentIds: [parent] }),
      ...(await liveTags(physicalId, context)),
    };
  },

  async list({ account, aws }) {
    const found = await ifThere(() => aws.organizations.describeOrganization({}));
    if (found?.Organization?.MasterAccountId !== account) return [];
    const all = await accounts({ aws });
    return all
      .filter(({ Id, Status }) => Id !== account && Status === "ACTIVE")
      .map(({ Id = "" }) => ({ AccountId: Id }));
  },

  async update(physicalId, properties, previous, context) {
    for (const name of ["AccountName", "Email"])
      if (String(properties[name]) !== String(previous[name]))
        // AWS: the documentation of the type: "This property can't be changed from Organizations"; only the account itself can.
        throw new AwsError({
          code: "InvalidRequest",
          message: `You can't change the ${name} of an account from the organization that it is in.`,
        });
    await move(physicalId, properties, context);
    await updateTags(physicalId, properties, previous, context);
    return state(physicalId, context);
  },

  async delete(physicalId, _properties, { aws }) {
    const found = await ifThere(() => aws.organizations.describeAccount({ AccountId: physicalId }));
    if (found?.Account?.Status === "ACTIVE") await aws.organizations.closeAccount({ AccountId: physicalId });
  },
};

async function accounts({ aws }: Pick<ResourceContext, "aws">) {
  return everyPage(async (NextToken: string | undefined) => {
    const page = await aws.organizations.listAccounts({ NextToken });
    return { items: page.Accounts, next: page.NextToken };
  });
}

/** The account that an interrupted run of this step made. */
async function findOurs({ Email: email }: Properties, context: ResourceContext): Promise<string | undefined> {
  const found = (await accounts(context)).find(({ Email, Status }) => Email === email && Status === "ACTIVE")?.Id;
  return found !== undefined && (await isOurs(found, context)) ? found : undefined;
}

async function make(properties: Properties, context: ResourceContext): Promise<string> {
  const { organizations } = context.aws;
  const { RoleName } = properties;
  const { CreateAccountStatus: begun } = await organizations.createAccount({
    AccountName: String(properties["AccountName"]),
    Email: String(properties["Email"]),
    ...(typeof RoleName === "string" ? { RoleName } : {}),
    Tags: allTags(properties, context),
  });
  const CreateAccountRequestId = String(begun?.Id);
  for (;;) {
    const { CreateAccountStatus: now } = await organizations.describeCreateAccountStatus({ CreateAccountRequestId });
    if (now?.State === "SUCCEEDED") return String(now.AccountId);
    if (now?.State === "FAILED")
      throw new AwsError({ code: "NotStabilized", message: `The account was not created: ${now.FailureReason}` });
    await context.wait(LOOK_AGAIN_MS);
  }
}

/** Puts the account where the template has it: AWS takes one parent. */
async function move(AccountId: string, { ParentIds }: Properties, context: ResourceContext): Promise<void> {
  const [wanted = await rootId(context)] = (ParentIds ?? []) as readonly string[];
  const SourceParentId = await parentOf(AccountId, context);
  if (wanted === undefined || wanted === SourceParentId) return;
  await context.aws.organizations.moveAccount({ AccountId, SourceParentId, DestinationParentId: wanted });
}

async function state(AccountId: string, context: ResourceContext): Promise<ResourceState> {
  const { Account } = await context.aws.organizations.describeAccount({ AccountId });
  return {
    physicalId: AccountId,
    attributes: {
      AccountId,
      Arn: Account?.Arn,
      JoinedMethod: Account?.JoinedMethod,
      JoinedTimestamp: Account?.JoinedTimestamp?.toISOString(),
      Paths: [await pathOf(AccountId, context)],
      State: Account?.Status,
      Status: Account?.Status,
    },
  };
}
