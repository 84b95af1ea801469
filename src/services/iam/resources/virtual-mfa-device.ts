// AWS::IAM::VirtualMFADevice.

import { AwsError } from "../../../kernel/errors.ts";
import { totp, totpStepAt } from "../../../kernel/totp.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyEntity } from "./entity-policies.ts";
import { goneTags, ifThere, requireOurs, tagsOf, templateTags, textOf, textsOf } from "./properties.ts";

const TYPE = "AWS::IAM::VirtualMFADevice";

/**
 * A virtual MFA device, enabled for the template's user by codes of the seed that its creation answers. As on AWS nobody else gets to see that
 * seed, so the device keeps its user from signing in with a factor until somebody makes another. Ref is the serial number.
 */
export const virtualMfaDeviceType: ResourceType = {
  typeName: TYPE,
  properties: ["Path", "Tags", "Users", "VirtualMfaDeviceName"],

  async create(properties, context) {
    const { iam } = context.aws;
    const name = textOf(properties, "VirtualMfaDeviceName") ?? context.generateName({ maxLength: 200 });
    const path = textOf(properties, "Path") ?? "/";
    const userName = requireOneUser(properties);
    const serialNumber = `arn:aws:iam::${context.account}:mfa${path}${name}`;
    const existing = await ifThere(() => iam.getMFADevice({ SerialNumber: serialNumber }));
    if (existing !== undefined) {
      const { Tags } = await iam.listMFADeviceTags({ SerialNumber: serialNumber });
      requireOurs(TYPE, serialNumber, Tags, context);
      if (existing.UserName === userName) return describe(serialNumber);
      // An interrupted run made it, and the seed went with that.
      await remove(serialNumber, context);
    }
    const { VirtualMFADevice: made } = await iam.createVirtualMFADevice({
      VirtualMFADeviceName: name,
      Path: path,
      Tags: tagsOf(properties, context),
    });
    context.identify(serialNumber);
    if (userName !== undefined) {
      const seed = Buffer.from(made?.Base32StringSeed ?? []).toString();
      const step = totpStepAt(context.clock.nowMs());
      await iam.enableMFADevice({
        UserName: userName,
        SerialNumber: serialNumber,
        AuthenticationCode1: totp(seed, step - 1),
        AuthenticationCode2: totp(seed, step),
      });
    }
    return describe(serialNumber);
  },

  async read(physicalId, { aws: { iam } }) {
    const found = await ifThere(() => iam.getMFADevice({ SerialNumber: physicalId }));
    if (found === undefined) return undefined;
    const { Tags } = await iam.listMFADeviceTags({ SerialNumber: physicalId });
    const pathAndName = physicalId.slice(physicalId.indexOf(":mfa/") + ":mfa".length);
    const slash = pathAndName.lastIndexOf("/") + 1;
    return {
      SerialNumber: physicalId,
      VirtualMfaDeviceName: pathAndName.slice(slash),
      Path: pathAndName.slice(0, slash),
      Users: found.UserName === undefined ? [] : [found.UserName],
      Tags: templateTags(Tags),
    };
  },

  async list({ aws: { iam } }) {
    const all = await everyEntity(
      (input) => iam.listVirtualMFADevices(input),
      ({ VirtualMFADevices }) => VirtualMFADevices,
    );
    return all.map(({ SerialNumber }) => ({ SerialNumber }));
  },

  async update(physicalId, properties, previous, context) {
    const { iam } = context.aws;
    if (requireOneUser(properties) !== requireOneUser(previous)) throw userIsFixed();
    const device = { SerialNumber: physicalId };
    const gone = goneTags(properties, previous, context);
    if (gone.length > 0) await iam.untagMFADevice({ ...device, TagKeys: gone });
    const tags = tagsOf(properties, context);
    if (tags.length > 0) await iam.tagMFADevice({ ...device, Tags: tags });
    return describe(physicalId);
  },

  delete: (physicalId, _properties, context) => remove(physicalId, context),
};

async function remove(serialNumber: string, { aws: { iam } }: ResourceContext): Promise<void> {
  const device = { SerialNumber: serialNumber };
  const found = await ifThere(() => iam.getMFADevice(device));
  if (found?.UserName !== undefined)
    await ifThere(() => iam.deactivateMFADevice({ ...device, UserName: found.UserName }));
  await ifThere(() => iam.deleteVirtualMFADevice(device));
}

function describe(serialNumber: string): ResourceState {
  return { physicalId: serialNumber, attributes: { SerialNumber: serialNumber } };
}

function requireOneUser(properties: Properties): string | undefined {
  const [userName, ...others] = textsOf(properties, "Users");
  if (others.length > 0) throw invalid("A virtual MFA device can be enabled for one user only.");
  return userName;
}

function userIsFixed(): AwsError {
  return invalid(
    "The user of a virtual MFA device cannot be changed: that takes codes of its seed, which is shown at its creation only.",
  );
}

function invalid(message: string): AwsError {
  return new AwsError({ code: "InvalidRequest", message });
}
