export function TvScreen() {
  return null;
}
