/** A page of ours: a frame without words, whose script fills it. Pure. */

interface Parts {
  /** Addresses of our own files, and the source that they are from. */
  script: string;
  style: string;
  source: string;
  nonce: string;
  language: string;
}

/** Nothing but our own script and style is let in; what the script draws are text nodes. */
export function html({ script, style, source, nonce, language }: Parts): string {
  const policy = `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${language.replace(/[^\w-]/g, '')}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Branchline</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
