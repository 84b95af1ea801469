// IAM's MFA devices in its errors sweep.

import { totp, totpStepAt } from "../../../src/kernel/totp.ts";
import type { AwsApis } from "../../../src/service/apis.ts";
import { type ErrorTable, forAll, type Grounds, unprovokable } from "./table.ts";

/** What the samples of MFA devices share. */
export interface MadeMfa {
  /** Enabled for the owner. */
  readonly device: string;
  readonly owner: string;
  readonly ownerSeed: string;
  /** Nobody's. */
  readonly spare: string;
  readonly spareSeed: string;
}

const TAGS = [{ Key: "key", Value: "value" }];
const owned = ({ device, owner }: MadeMfa) => ({ UserName: owner, SerialNumber: device });
const spare = (made: MadeMfa) => ({ SerialNumber: made.spare });

async function make({ iam }: AwsApis, name: string): Promise<{ serial: string; seed: string }> {
  const { VirtualMFADevice: made } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: name });
  return { serial: made?.SerialNumber ?? "", seed: Buffer.from(made?.Base32StringSeed ?? []).toString() };
}

/** Two codes of a seed, `away` steps from now. */
const codes = ({ yard }: Grounds, seed: string, away = 0) => {
  const step = totpStepAt(yard.clock.nowMs()) + away;
  return { AuthenticationCode1: totp(seed, step - 1), AuthenticationCode2: totp(seed, step) };
};

export async function prepareMfa(grounds: Grounds): Promise<MadeMfa> {
  const { iam } = grounds.aws;
  const owner = grounds.name();
  await iam.createUser({ UserName: owner });
  const [one, two] = [await make(grounds.aws, grounds.name()), await make(grounds.aws, grounds.name())];
  await iam.enableMFADevice({ UserName: owner, SerialNumber: one.serial, ...codes(grounds, one.seed, -4) });
  return { device: one.serial, owner, ownerSeed: one.seed, spare: two.serial, spareSeed: two.seed };
}

export const mfaInputs: ErrorTable<MadeMfa>["inputs"] = {
  CreateVirtualMFADevice: ({ name }) => ({ VirtualMFADeviceName: name() }),
  DeactivateMFADevice: owned,
  DeleteVirtualMFADevice: spare,
  EnableMFADevice: (made) => ({ UserName: made.owner, ...spare(made), ...codes(made, made.spareSeed) }),
  GetMFADevice: owned,
  ListMFADeviceTags: spare,
  ListMFADevices: ({ owner }) => ({ UserName: owner }),
  ListVirtualMFADevices: () => ({}),
  ResyncMFADevice: (made) => ({ ...owned(made), ...codes(made, made.ownerSeed) }),
  TagMFADevice: (made) => ({ ...spare(made), Tags: TAGS }),
  UntagMFADevice: (made) => ({ ...spare(made), TagKeys: ["key"] }),
};

export const mfaErrors: ErrorTable<MadeMfa>["operations"] = {
  CreateVirtualMFADevice: {
    EntityAlreadyExistsException: ({ spare: serial }, ask) =>
      ask({ VirtualMFADeviceName: serial.slice(serial.lastIndexOf("/") + 1) }),
    InvalidInputException: (_, ask) => ask({ Tags: [...TAGS, ...TAGS] }),
    LimitExceededException: unprovokable("An account has five thousand, as many as it may have users."),
  },
  DeleteVirtualMFADevice: { DeleteConflictException: (made, ask) => ask({ SerialNumber: made.device }) },
  EnableMFADevice: {
    EntityAlreadyExistsException: (made, ask) => ask({ SerialNumber: made.device }),
    EntityTemporarilyUnmodifiableException: unprovokable("A change is one transaction: nothing is half-changed."),
    InvalidAuthenticationCodeException: (made, ask) => ask(codes(made, made.ownerSeed)),
    LimitExceededException: async (made, ask) => {
      const UserName = made.name();
      await made.aws.iam.createUser({ UserName });
      for (let count = 0; count < 8; count += 1) {
        const { serial, seed } = await make(made.aws, made.name());
        await ask({ UserName, SerialNumber: serial, ...codes(made, seed) });
      }
      return ask({ UserName });
    },
  },
  ...forAll(["DeactivateMFADevice"], {
    EntityTemporarilyUnmodifiableException: unprovokable("A change is one transaction: nothing is half-changed."),
  }),
  ResyncMFADevice: { InvalidAuthenticationCodeException: (made, ask) => ask(codes(made, made.spareSeed)) },
  ...forAll(["UntagMFADevice", "ListMFADeviceTags"], {
    InvalidInputException: unprovokable("A serial number that is none is one that is not there."),
  }),
};
