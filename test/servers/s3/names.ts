export const BUCKET = 'acme-data';
