// Loaded into the server by the launcher (`node --import`): if the launcher is killed outright, the server stops in
// order by itself, so that the next start finds the port and the data folder free.
if (process.send) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // Following must not keep a server alive that has nothing else to do.
  process.channel?.unref();
}
