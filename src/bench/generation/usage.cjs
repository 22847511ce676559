// Preloaded into a Node program: prints its processor time in seconds and its peak memory in mebibytes when it exits.

process.on('exit', () => {
  const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage();
  process.stderr.write(`\nusage ${(userCPUTime + systemCPUTime) / 1e6} ${Math.round(maxRSS / 1024)}\n`);
});
