/** Two units at most: 0.4 s, 12 s, 3 min 4 s, 2 h 5 min, 3 d 4 h. */
export function duration(seconds: number): string {
  const s = Math.max(0, seconds);
  if (s < 9.95) return `${s.toFixed(1)} s`;
  if (s < 59.5) return `${Math.round(s)} s`;
  if (s < 3599.5) return pair(Math.round(s), 60, 'min', 's');
  if (s < 86_370) return pair(Math.round(s / 60), 60, 'h', 'min');
  return pair(Math.round(s / 3600), 24, 'd', 'h');
}

function pair(value: number, base: number, large: string, small: string): string {
  const rest = value % base;
  return rest === 0 ? `${Math.floor(value / base)} ${large}` : `${Math.floor(value / base)} ${large} ${rest} ${small}`;
}
