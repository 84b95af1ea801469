// Loaded while a process waits for its function, so that the function's own first file finds Node's loader at work already.
module.exports = undefined;
