// What to say when there is no Redis to be had: in both languages of the product, with commands to copy.

/** @param {readonly import('./redis-binary.mjs').Refusal[]} refused */
export function noRedisMessage(refused) {
  const tried = refused.map(({ bin, why }) => `  ${bin}: ${why}`);
  return [
    'Breakwater needs Redis 7.0 or newer (or Valkey 7.2 or newer) and found none. Any one of these helps, then start again:',
    '未找到 Redis 7.0 及以上版本（或 Valkey 7.2 及以上版本）。任选以下一种方式，然后重新启动：',
    '',
    '  Debian, Ubuntu     sudo apt-get install redis-server',
    '  Fedora, RHEL       sudo dnf install valkey',
    '  Alpine             sudo apk add valkey',
    '  macOS              brew install redis',
    '  Docker             docker run -d -p 6379:6379 redis:7 redis-server --appendonly yes --appendfsync always',
    '                     REDIS_URL=redis://127.0.0.1:6379 npm start',
    '  elsewhere, 其他    REDIS_SERVER_BIN=/path/to/redis-server npm start',
    ...(tried.length > 0 ? ['', 'Tried, 已尝试：', ...tried] : []),
  ].join('\n');
}
