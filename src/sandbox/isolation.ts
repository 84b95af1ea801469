// What separates a sandbox from the machine, where the system lets an ordinary user have it: Linux with user
// namespaces. A sandbox then has /tmp and /opt for itself, sees neither the yard's state nor another process's environment or
// memory, and cannot change any code. Elsewhere it is a process like any other of its user. docs/security.md.

import { execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { relative } from "node:path";
import { promisify } from "node:util";

export interface IsolationOptions {
  /** Folders that sandboxes must not see. */
  readonly hidden: readonly string[];
  /** Folders that sandboxes must not change. */
  readonly readOnly: readonly string[];
  /** Where all sandboxes' folders for temporary files are: each sees its own only, as /tmp. */
  readonly temporaryRoot: string;
  /** Files and folders that they need: what would take these away is left undone. */
  readonly needed: readonly string[];
}

export interface Isolation {
  /** Whether namespaces are in use. */
  readonly isSeparate: boolean;
  /** Whether a sandbox sees its own folder as /tmp. */
  readonly hasOwnTmp: boolean;
  /** Whether a sandbox sees its own folder as /opt. */
  readonly hasOwnOpt: boolean;
  /** The kernel ends sandboxes with the server, even after `kill -9`. */
  readonly endsWithServer: boolean;
  /** The command that runs `command` separated. The folders exist; /tmp, where it is the sandbox's own, has this size. */
  wrap(command: readonly string[], folders: SandboxFolders, temporaryMb?: number): readonly string[];
  /** The command that runs `command` in the sandbox of process `pid`, or a sentence that says why that cannot be. */
  enter(command: readonly string[], pid: number): readonly string[] | string;
}

/** What one sandbox has for itself. */
export interface SandboxFolders {
  /** For temporary files where it does not get a /tmp of its own. */
  readonly temporaryDir: string;
  /** Its /opt, which it cannot change; the host may, also while the sandbox runs. */
  readonly optDir: string;
  /** Which names are which addresses, in the form of /etc/hosts; the machine's own without. */
  readonly hostsFile?: string;
}

const TOOLS = {
  setpriv: "/usr/bin/setpriv",
  unshare: "/usr/bin/unshare",
  shell: "/bin/sh",
  nsenter: "/usr/bin/nsenter",
};

const WITHOUT_CAPABILITIES = [
  "--inh-caps=-all",
  "--ambient-caps=-all",
  "--no-new-privs",
  "--pdeathsig",
  "KILL",
] as const;

/** AWS: "Configure ephemeral storage": unless a function says more. */
export const DEFAULT_TEMPORARY_MB = 512;

/** Finds out, by trying, what this machine allows. */
export async function findIsolation(options: IsolationOptions): Promise<Isolation> {
  const hasSetpriv = process.platform === "linux" && existsSync(TOOLS.setpriv);
  const plain: Isolation = {
    isSeparate: false,
    hasOwnTmp: false,
    hasOwnOpt: false,
    endsWithServer: hasSetpriv,
    wrap: (command) => (hasSetpriv ? [TOOLS.setpriv, "--pdeathsig", "KILL", "--", ...command] : command),
    enter: (command) => plain.wrap(command, { temporaryDir: "", optDir: "" }),
  };
  if (!hasSetpriv || !existsSync(TOOLS.unshare)) return plain;
  const isNeeded = (folder: string): boolean => options.needed.some((path) => isBelow(path, folder));
  const hasOwnTmp = !isNeeded("/tmp");
  const hasOwnOpt = existsSync("/opt") && !isNeeded("/opt");
  // What is below /tmp disappears with it.
  const hidden = [...options.hidden, ...(hasOwnTmp ? [options.temporaryRoot] : [])].filter(
    (folder) => !isNeeded(folder) && !(hasOwnTmp && isBelow(folder, "/tmp")),
  );
  const separate: Isolation = {
    isSeparate: true,
    hasOwnTmp,
    hasOwnOpt,
    endsWithServer: true,
    wrap(command, { optDir, hostsFile }, temporaryMb = DEFAULT_TEMPORARY_MB) {
      const steps = [
        ...options.readOnly.map((folder) => `mount -o bind,ro ${quote(folder)} ${quote(folder)}`),
        ...(hasOwnOpt ? [`mount -o bind,ro ${quote(optDir)} /opt`] : []),
        ...(hostsFile === undefined ? [] : [`mount -o bind,ro ${quote(hostsFile)} /etc/hosts`]),
        // In memory, which is what has a limit that writes fail at, and what is gone with the sandbox.
        ...(hasOwnTmp ? [`mount -t tmpfs -o size=${temporaryMb}m,mode=1777 none /tmp`] : []),
        ...hidden.map((folder) => `mount -t tmpfs -o size=4k,mode=0555 none ${quote(folder)}`),
        "unset PWD",
        // From here on without any capability, and without a way to new ones.
        `exec ${[TOOLS.setpriv, ...WITHOUT_CAPABILITIES, "--bounding-set=-all"].join(" ")} -- "$@"`,
      ];
      return [
        TOOLS.unshare,
        "--user",
        "--map-current-user",
        "--mount",
        "--keep-caps",
        "--",
        TOOLS.shell,
        "-c",
        steps.join(" && "),
        "sh",
        ...command,
      ];
    },
    enter(command, pid) {
      if (!existsSync(TOOLS.nsenter)) return "External extensions need nsenter of util-linux, which is not there.";
      const into = [TOOLS.nsenter, "--target", String(pid), "--user", "--mount", "--preserve-credentials", "--"];
      // Who is not root has lost all capabilities at this point, the one to narrow the bounds included, and has no way back to any.
      const bounds = process.getuid?.() === 0 ? ["--bounding-set=-all"] : [];
      return [...into, TOOLS.setpriv, ...WITHOUT_CAPABILITIES, ...bounds, "--", ...command];
    },
  };
  for (const folder of [...options.readOnly, ...hidden, options.temporaryRoot])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [probe = "", ...args] = separate.wrap(["/bin/true"], {
    temporaryDir: options.temporaryRoot,
    optDir: options.temporaryRoot,
  });
  return promisify(execFile)(probe, args).then(
    () => separate,
    // Containers and hardened systems forbid it.
    () => plain,
  );
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || !way.startsWith("..");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
