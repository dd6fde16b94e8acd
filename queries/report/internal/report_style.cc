#include "queries/report/internal/report_style.h"

namespace headwater::queries::internal {
namespace {

// Hues after Okabe and Ito's palette, which readers with colour-blindness tell apart; lightness is
// tuned for each background. No meaning rests on colour alone: labels, marks, dashes and tables
// carry it too.
constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#18212f;--soft:#556072;--line:#d8dee8;--panel:#f5f7fa;
--accent:#0b4f86;--band:#0c2f52;--band-ink:#fff;--alert:#a63a00;
--blue:#0072b2;--sky:#3d9fd6;--green:#00805d;--amber:#d68f00;--red:#c44f00;--purple:#9a4f86;--grey:#8b95a5;
--slate:#4d5766;--faint:#c9d1dc;--brown:#8a6a35;--teal:#1c7f8a;--halo:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#11161d;--ink:#e8edf4;--soft:#a3aec0;--line:#2f3a49;
--panel:#1a212b;--accent:#7fbdf0;--band:#0a1c30;--band-ink:#f2f7fd;--alert:#ff9a5c;--blue:#4aa3e0;--sky:#86cdf5;
--green:#31b892;--amber:#f0b43c;--red:#f07a35;--purple:#cf8bbd;--grey:#8e99aa;--slate:#b3bdcb;--faint:#465263;
--brown:#c3a26a;--teal:#5cc3cf;--halo:#11161d}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,"Segoe UI","Helvetica Neue",Arial,"Liberation Sans",sans-serif}
main,header .inner,footer .inner{max-width:1220px;margin:0 auto;padding:0 32px}
header{background:var(--band);color:var(--band-ink);padding:30px 0 26px}
header .top{display:flex;gap:32px;justify-content:space-between;align-items:flex-start}
header h1{margin:0;font-size:30px;line-height:1.2;letter-spacing:-.01em;overflow-wrap:anywhere}
header .subtitle{margin:6px 0 0;opacity:.85;max-width:70ch}
.stamp{flex:none;border:2px solid currentColor;border-radius:4px;padding:6px 12px;text-align:center;
font-size:12px;line-height:1.35}
.stamp b{display:block;font-size:16px;letter-spacing:.14em;text-transform:uppercase}
.stamps{display:flex;flex-wrap:wrap;gap:6px 28px;margin:20px 0 0;font-size:13px}
.stamps div{min-width:0}.stamps dt{opacity:.7}.stamps dd{margin:0;overflow-wrap:anywhere;
font-variant-numeric:tabular-nums}
nav{border-bottom:1px solid var(--line);font-size:14px}
nav ul{max-width:1220px;margin:0 auto;padding:10px 32px;list-style:none;display:flex;flex-wrap:wrap;gap:4px 22px}
a{color:var(--accent)}nav a{text-decoration:none}nav a:hover{text-decoration:underline}
.summary{font-size:18px;line-height:1.55;max-width:82ch;margin:26px 0 22px}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:14px;margin:0 0 10px}
.card{background:var(--panel);border:1px solid var(--line);border-top:3px solid var(--accent);border-radius:6px;
padding:13px 16px 12px}
.card .label{color:var(--soft);font-size:13.5px}.card .detail{color:var(--soft);font-size:12.5px;line-height:1.4}
.card .value{font-size:22px;font-weight:650;line-height:1.3;margin:2px 0 4px;font-variant-numeric:tabular-nums;
overflow-wrap:anywhere}
.card .unit{font-size:14px;font-weight:500;color:var(--soft)}
section{margin:44px 0 0}
h2{font-size:22px;margin:0 0 4px;padding-top:8px}h3{font-size:16.5px;margin:22px 0 4px}
h2 .number{color:var(--soft);font-weight:400;margin-right:8px}
.caption{color:var(--soft);font-size:14px;max-width:100ch;margin:2px 0 10px}
figure{margin:14px 0 0;border:1px solid var(--line);border-radius:8px;padding:14px 14px 10px;overflow-x:auto}
figure svg:not(.key){display:block;width:100%;min-width:820px;height:auto}
svg text{font-family:inherit;fill:var(--ink)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 20px;margin:10px 2px 2px;padding:0;font-size:13px;
color:var(--soft)}
.legend li{display:flex;align-items:center;gap:6px}.swatch{width:13px;height:13px;border-radius:2px}
.key{width:20px;height:20px;flex:none}
.role-source{fill:var(--blue);stroke:var(--blue);background:var(--blue)}
.role-conduit{fill:var(--grey);stroke:var(--grey);background:var(--grey)}
.role-member{fill:var(--red);stroke:var(--red);background:var(--red)}
.role-company{fill:var(--amber);stroke:var(--amber);background:var(--amber)}
.role-cashed{fill:var(--purple);stroke:var(--purple);background:var(--purple)}
.role-held{fill:var(--sky);stroke:var(--sky);background:var(--sky)}
.role-spent{fill:var(--green);stroke:var(--green);background:var(--green)}
.role-unexplained{fill:var(--slate);stroke:var(--slate);background:var(--slate)}
.role-dissipated{fill:var(--brown);stroke:var(--brown);background:var(--brown)}
.role-converted{fill:var(--teal);stroke:var(--teal);background:var(--teal)}
.role-unreached{fill:var(--faint);stroke:var(--faint);background:var(--faint)}
.sankey rect{stroke:none}.band.forward{stroke:none;fill-opacity:.36}.band.forward:hover{fill-opacity:.72}
.band.backward{fill:none;stroke-opacity:.28}.band.backward:hover{stroke-opacity:.6}
.sankey text,.network text{paint-order:stroke;stroke:var(--halo);stroke-width:3.5px;stroke-linejoin:round}
.sankey .name{font-size:13px;font-weight:600}
.sankey .amount{font-size:11.5px;fill:var(--soft);font-variant-numeric:tabular-nums}
.glyph{stroke-width:1.6}.known{fill:var(--red);stroke:var(--red)}.found{fill:var(--blue);stroke:var(--blue)}
.named{fill:var(--blue);stroke:var(--blue)}.innocent{fill:var(--amber);stroke:var(--amber)}
.missed{fill:var(--paper);stroke:var(--red);stroke-dasharray:3.5 2.5}
.other{fill:var(--faint);stroke:var(--grey);stroke-width:1}
.mark{fill:none;stroke:var(--paper);stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}
.mark-dot{fill:var(--paper)}.network .mark-text,.key .mark-text{font-size:13px;font-weight:700;text-anchor:middle;
fill:var(--red);stroke:none}
.edge{fill:none;stroke-opacity:.55}.edge:hover{stroke-opacity:1}
.edge.money{stroke:var(--blue)}.edge.relation{stroke:var(--slate);stroke-dasharray:6 4}
.edge.case-tie{stroke:var(--purple);stroke-dasharray:1.5 4;stroke-linecap:round;stroke-opacity:.8}
.key .edge{stroke-width:2.2}.arrowhead{fill:var(--blue);fill-opacity:.75}
.focus .name{font-size:12.5px;font-weight:650}.context .name{font-size:11px;fill:var(--soft)}
.grid{stroke:var(--line);stroke-width:1;fill:none}.axis{stroke:var(--soft);stroke-width:1.2;fill:none}
.tick{font-size:11px;fill:var(--soft);font-variant-numeric:tabular-nums}.panel-title{font-size:13px;font-weight:600;
paint-order:stroke;stroke:var(--halo);stroke-width:5px;stroke-linejoin:round}
.series-1{fill:var(--blue);background:var(--blue)}.series-2{fill:var(--red);background:var(--red)}
.series-3{fill:var(--purple);background:var(--purple)}.series-4{fill:var(--green);background:var(--green)}
.series-5{fill:var(--slate);background:var(--slate)}.series-6{fill:var(--amber);background:var(--amber)}
.bar{stroke:var(--paper);stroke-width:.8}.bar:hover{opacity:.75}
.event-line{stroke:var(--slate);stroke-dasharray:2 3;fill:none}.event circle{fill:var(--ink)}
.event text{fill:var(--paper);font-size:11px;font-weight:650}
.events{columns:2;column-gap:36px;font-size:14px;margin:10px 0 4px;padding-left:26px}
.events li{break-inside:avoid;padding-left:4px}
.scroll{overflow-x:auto;margin:10px 0 6px}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;font-weight:650;padding:4px 0 6px}
th,td{padding:6px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead .right{white-space:normal}tbody th{min-width:150px}.innocents tbody th{white-space:nowrap}
thead th{color:var(--soft);font-weight:600;font-size:13px;border-bottom:2px solid var(--line);vertical-align:bottom}
tbody th{font-weight:600}tbody tr:nth-child(even){background:var(--panel)}
.right{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.strong td,tr.strong th{font-weight:700;border-top:2px solid var(--soft)}
.hidden-cell{color:var(--soft);font-style:italic}
.under{display:block;color:var(--soft);font-weight:400;font-size:12.5px}
.interval{width:250px;height:26px;display:block}.interval .rail{stroke:var(--line);stroke-width:1}
.interval .range{stroke:var(--blue);stroke-width:7;stroke-linecap:butt}
.interval .end{stroke:var(--blue);stroke-width:2.5}.interval .truth{fill:var(--amber);stroke:var(--paper);stroke-width:1.2}
.outside{color:var(--alert);font-weight:600}
.notes{display:grid;grid-template-columns:repeat(auto-fit,minmax(330px,1fr));gap:4px 34px}
.notes div{break-inside:avoid}.notes h4{margin:10px 0 0;font-size:14.5px}.notes p{margin:1px 0 6px;font-size:14px}
.left-out li{margin:2px 0}
footer{margin-top:54px;border-top:1px solid var(--line);color:var(--soft);font-size:13px;padding:16px 0 34px}
.appendix table{font-size:13px}.appendix td,.appendix th{padding:3.5px 8px}
@media (max-width:720px){header .top{display:block}.stamp{display:inline-block;margin-top:14px}
main,header .inner,footer .inner,nav ul{padding-left:16px;padding-right:16px}.events{columns:1}}
@media print{@page{size:A4 landscape;margin:12mm}
:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--line:#ccc;--panel:#f6f6f6;--accent:#0b4f86;
--band:#fff;--band-ink:#000;--alert:#a63a00;--blue:#0072b2;--sky:#3d9fd6;--green:#00805d;--amber:#d68f00;
--red:#c44f00;--purple:#9a4f86;--grey:#8b95a5;--slate:#4d5766;--faint:#c9d1dc;--brown:#8a6a35;
--teal:#1c7f8a;--halo:#fff}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font-size:10.5pt}nav{display:none}header{padding:0 0 10px;border-bottom:2px solid #000}
main,header .inner,footer .inner{max-width:none;padding:0}figure{overflow:visible}
figure svg:not(.key){min-width:0;max-height:108mm}figure{break-before:avoid;margin-top:4px}tbody tr:first-child{break-before:avoid}.scroll{overflow:visible}table{font-size:8.5pt}.appendix table{font-size:8pt}
th,td{padding:3px 5px}figure,.card,tr{break-inside:avoid}h2,h3,caption{break-after:avoid}.right{white-space:normal}
.interval{width:150px}section{margin-top:24px}}
)css";

}  // namespace

std::string_view report_style() { return kStyle; }

}  // namespace headwater::queries::internal
