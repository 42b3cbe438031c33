/** Raised with every change of a message; a client of another version is told to reload. */
export const PROTOCOL_VERSION = 3;
