// How the HTML report looks. Colours are kept apart from layout, for light and dark.

export const reportStyle = `
:root{--page:#f7f7f5;--card:#fff;--text:#1c1d1f;--soft:#62666d;--line:#e3e4e0;--accent:#2563a8;
--bad:#b3261e;--bad-soft:#fbeae8;--warn:#8a5a00;--warn-soft:#fbf1dc}
@media (prefers-color-scheme:dark){:root{--page:#131416;--card:#1c1e21;--text:#e7e8ea;--soft:#9aa0a8;
--line:#2e3136;--accent:#7ab3ee;--bad:#f2a19a;--bad-soft:#3a1f1d;--warn:#e6bd6a;--warn-soft:#352a14}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header,main,footer{max-width:1180px;margin:0 auto;padding:0 24px}
header{padding-top:36px}
header p{margin:0;color:var(--soft)}
h1{font-size:28px;line-height:1.2;margin:2px 0;letter-spacing:-.01em}
h2{font-size:17px;margin:0 0 12px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(185px,1fr));gap:12px;margin:24px 0}
.tile,section{background:var(--card);border:1px solid var(--line);border-radius:10px}
.tile{padding:12px 14px}
.tile dt{color:var(--soft);font-size:13px}
.tile dd{margin:2px 0 0;font-size:22px;font-weight:600;font-variant-numeric:tabular-nums}
.tile.bad dd{color:var(--bad)}
section{padding:18px 20px;margin:0 0 18px;break-inside:avoid}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(340px,1fr));gap:0 18px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
th{text-align:left;font-weight:500;color:var(--soft);white-space:nowrap}
th,td{padding:7px 18px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
td:first-child{overflow-wrap:anywhere;min-width:130px}
tbody tr:last-child td{border-bottom:0}
.severity{display:inline-block;padding:0 8px;border-radius:6px;font-size:12px;font-weight:600}
.severity.critical,.severity.error{color:var(--bad);background:var(--bad-soft)}
.severity.warning{color:var(--warn);background:var(--warn-soft)}
.series td:nth-child(3),.series td:nth-child(4){white-space:nowrap}
.spark{display:block}
.spark path{fill:none;stroke:var(--accent);stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round}
.spark circle{fill:var(--accent)}
.empty{margin:0;color:var(--soft)}
.notes,footer{color:var(--soft);font-size:13px}
.notes{padding-left:42px}
footer{padding-bottom:36px}
@media print{body{background:none}.tile,section{border-color:#ccc}}
`;
