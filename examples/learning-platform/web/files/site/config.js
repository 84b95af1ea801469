// Where this environment's API and user pool are. The release writes config.json from the outputs of its stacks.

/** @type {{ apiUrl: string, userPoolUrl: string, clientId: string }} */
export const config = await (await fetch("config.json")).json();
