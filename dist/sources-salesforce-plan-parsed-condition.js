import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import "./shared.js";

// node_modules/@jetstreamapp/soql-parser-js/dist/esm/index.mjs
function qt(t2) {
  return t2 = Array.isArray(t2) ? t2[0] : t2, t2.image && true;
}
function Ls(t2, e) {
  return e;
}
function k(t2) {
  return typeof t2 == "string";
}
function xt(t2) {
  return Number.isFinite(t2);
}
function ee(t2) {
  return t2 == null;
}
function wt(t2, e, r) {
  return ee(t2) ? "" : `${r || ""}${t2}${e || ""}`;
}
function ys(t2, e = false) {
  return Array.isArray(t2) ? t2.length > 0 ? `(${t2.join(", ")})` : e ? "()" : "" : e ? `(${t2 || ""})` : t2 || "";
}
function Ns(t2, e, r = "") {
  return xt(t2) && t2 > 0 ? new Array(t2).fill(e).join(r) : "";
}
function An(t2) {
  return t2 && !ee(t2.alias);
}
function zt(t2) {
  return k(t2.relationshipName);
}
function ao(t2) {
  return !!t2 && !!t2.operator && !!t2.right;
}
function so(t2) {
  return !!t2 && !!t2.operator && !!t2.right;
}
function lo(t2) {
  return t2 && !ee(t2.fn) && k(t2.operator) && !ee(t2.value);
}
function Br(t2) {
  return t2 && xt(t2.openParen) && ee(t2.operator) && ee(t2.field) && ee(t2.fn) && ee(t2.closeParen);
}
function uo(t2) {
  return t2 && k(t2.field) && k(t2.operator) && !ee(t2.valueQuery) && ee(t2.value);
}
function co(t2) {
  return t2 && !ee(t2.field);
}
function Tn(t2) {
  return t2 && !ee(t2.field);
}
function zf(t2) {
  return ["IN", "NOT IN", "INCLUDES", "EXCLUDES"].includes(t2);
}
function Fs(t2, e, r) {
  if (ee(e)) return t2;
  if (r && e !== "APEX_BIND_VARIABLE" && zf(r) && !Array.isArray(t2) && (t2 = [t2], e = Array.isArray(e) ? e : [e]), Array.isArray(e) && Array.isArray(t2)) return t2.map((n, i) => Qf(n, e?.[i]));
  switch (Array.isArray(e) && (e = e[0]), e) {
    case "STRING":
      return Array.isArray(t2) ? t2.filter(Boolean).map((n) => k(n) && n.startsWith("'") ? n : `'${n ?? ""}'`) : (t2 = String(t2 ?? ""), k(t2) && t2.startsWith("'") ? t2 : `'${t2 ?? ""}'`);
    case "APEX_BIND_VARIABLE":
      return `:${t2}`;
    default:
      return t2;
  }
}
function Qf(t2, e) {
  switch (e) {
    case "STRING":
      return k(t2) && t2.startsWith("'") ? t2 : `'${t2 ?? ""}'`;
    default:
      return t2;
  }
}
var Jf = typeof global == "object" && global && global.Object === Object && global;
var Sn = Jf;
var ep = typeof self == "object" && self && self.Object === Object && self;
var tp = Sn || ep || Function("return this")();
var oe = tp;
var rp = oe.Symbol;
var pe = rp;
var Ms = Object.prototype;
var np = Ms.hasOwnProperty;
var ip = Ms.toString;
var Dr = pe ? pe.toStringTag : void 0;
function op(t2) {
  var e = np.call(t2, Dr), r = t2[Dr];
  try {
    t2[Dr] = void 0;
    var n = true;
  } catch {
  }
  var i = ip.call(t2);
  return n && (e ? t2[Dr] = r : delete t2[Dr]), i;
}
var Us = op;
var ap = Object.prototype;
var sp = ap.toString;
function lp(t2) {
  return sp.call(t2);
}
var ks = lp;
var up = "[object Null]";
var cp = "[object Undefined]";
var ws = pe ? pe.toStringTag : void 0;
function fp(t2) {
  return t2 == null ? t2 === void 0 ? cp : up : ws && ws in Object(t2) ? Us(t2) : ks(t2);
}
var Ae = fp;
function pp(t2) {
  return t2 != null && typeof t2 == "object";
}
var te = pp;
var hp = "[object Symbol]";
function dp(t2) {
  return typeof t2 == "symbol" || te(t2) && Ae(t2) == hp;
}
var At = dp;
function mp(t2, e) {
  for (var r = -1, n = t2 == null ? 0 : t2.length, i = Array(n); ++r < n; ) i[r] = e(t2[r], r, t2);
  return i;
}
var Ye = mp;
var Ep = Array.isArray;
var C = Ep;
var gp = 1 / 0;
var Bs = pe ? pe.prototype : void 0;
var Ds = Bs ? Bs.toString : void 0;
function Gs(t2) {
  if (typeof t2 == "string") return t2;
  if (C(t2)) return Ye(t2, Gs) + "";
  if (At(t2)) return Ds ? Ds.call(t2) : "";
  var e = t2 + "";
  return e == "0" && 1 / t2 == -gp ? "-0" : e;
}
var Ws = Gs;
var xp = /\s/;
function Ap(t2) {
  for (var e = t2.length; e-- && xp.test(t2.charAt(e)); ) ;
  return e;
}
var $s = Ap;
var Tp = /^\s+/;
function Sp(t2) {
  return t2 && t2.slice(0, $s(t2) + 1).replace(Tp, "");
}
var Vs = Sp;
function Cp(t2) {
  var e = typeof t2;
  return t2 != null && (e == "object" || e == "function");
}
var Y = Cp;
var js = NaN;
var Lp = /^[-+]0x[0-9a-f]+$/i;
var yp = /^0b[01]+$/i;
var Np = /^0o[0-7]+$/i;
var Op = parseInt;
function Rp(t2) {
  if (typeof t2 == "number") return t2;
  if (At(t2)) return js;
  if (Y(t2)) {
    var e = typeof t2.valueOf == "function" ? t2.valueOf() : t2;
    t2 = Y(e) ? e + "" : e;
  }
  if (typeof t2 != "string") return t2 === 0 ? t2 : +t2;
  t2 = Vs(t2);
  var r = yp.test(t2);
  return r || Np.test(t2) ? Op(t2.slice(2), r ? 2 : 8) : Lp.test(t2) ? js : +t2;
}
var Hs = Rp;
var Ks = 1 / 0;
var Ip = 17976931348623157e292;
function _p(t2) {
  if (!t2) return t2 === 0 ? t2 : 0;
  if (t2 = Hs(t2), t2 === Ks || t2 === -Ks) {
    var e = t2 < 0 ? -1 : 1;
    return e * Ip;
  }
  return t2 === t2 ? t2 : 0;
}
var Ys = _p;
function bp(t2) {
  var e = Ys(t2), r = e % 1;
  return e === e ? r ? e - r : e : 0;
}
var Xe = bp;
function vp(t2) {
  return t2;
}
var ke = vp;
var Pp = "[object AsyncFunction]";
var Fp = "[object Function]";
var Mp = "[object GeneratorFunction]";
var Up = "[object Proxy]";
function kp(t2) {
  if (!Y(t2)) return false;
  var e = Ae(t2);
  return e == Fp || e == Mp || e == Pp || e == Up;
}
var Te = kp;
var wp = oe["__core-js_shared__"];
var Cn = wp;
var Xs = (function() {
  var t2 = /[^.]+$/.exec(Cn && Cn.keys && Cn.keys.IE_PROTO || "");
  return t2 ? "Symbol(src)_1." + t2 : "";
})();
function Bp(t2) {
  return !!Xs && Xs in t2;
}
var qs = Bp;
var Dp = Function.prototype;
var Gp = Dp.toString;
function Wp(t2) {
  if (t2 != null) {
    try {
      return Gp.call(t2);
    } catch {
    }
    try {
      return t2 + "";
    } catch {
    }
  }
  return "";
}
var lt = Wp;
var $p = /[\\^$.*+?()[\]{}|]/g;
var Vp = /^\[object .+?Constructor\]$/;
var jp = Function.prototype;
var Hp = Object.prototype;
var Kp = jp.toString;
var Yp = Hp.hasOwnProperty;
var Xp = RegExp("^" + Kp.call(Yp).replace($p, "\\$&").replace(/hasOwnProperty|(function).*?(?=\\\()| for .+?(?=\\\])/g, "$1.*?") + "$");
function qp(t2) {
  if (!Y(t2) || qs(t2)) return false;
  var e = Te(t2) ? Xp : Vp;
  return e.test(lt(t2));
}
var zs = qp;
function zp(t2, e) {
  return t2?.[e];
}
var Qs = zp;
function Qp(t2, e) {
  var r = Qs(t2, e);
  return zs(r) ? r : void 0;
}
var Oe = Qp;
var Zp = Oe(oe, "WeakMap");
var Ln = Zp;
var Zs = Object.create;
var Jp = /* @__PURE__ */ (function() {
  function t2() {
  }
  return function(e) {
    if (!Y(e)) return {};
    if (Zs) return Zs(e);
    t2.prototype = e;
    var r = new t2();
    return t2.prototype = void 0, r;
  };
})();
var Js = Jp;
function eh(t2, e, r) {
  switch (r.length) {
    case 0:
      return t2.call(e);
    case 1:
      return t2.call(e, r[0]);
    case 2:
      return t2.call(e, r[0], r[1]);
    case 3:
      return t2.call(e, r[0], r[1], r[2]);
  }
  return t2.apply(e, r);
}
var el = eh;
function th() {
}
var X = th;
function rh(t2, e) {
  var r = -1, n = t2.length;
  for (e || (e = Array(n)); ++r < n; ) e[r] = t2[r];
  return e;
}
var tl = rh;
var nh = 800;
var ih = 16;
var oh = Date.now;
function ah(t2) {
  var e = 0, r = 0;
  return function() {
    var n = oh(), i = ih - (n - r);
    if (r = n, i > 0) {
      if (++e >= nh) return arguments[0];
    } else e = 0;
    return t2.apply(void 0, arguments);
  };
}
var rl = ah;
function sh(t2) {
  return function() {
    return t2;
  };
}
var nl = sh;
var lh = (function() {
  try {
    var t2 = Oe(Object, "defineProperty");
    return t2({}, "", {}), t2;
  } catch {
  }
})();
var Qt = lh;
var uh = Qt ? function(t2, e) {
  return Qt(t2, "toString", { configurable: true, enumerable: false, value: nl(e), writable: true });
} : ke;
var il = uh;
var ch = rl(il);
var ol = ch;
function fh(t2, e) {
  for (var r = -1, n = t2 == null ? 0 : t2.length; ++r < n && e(t2[r], r, t2) !== false; ) ;
  return t2;
}
var yn = fh;
function ph(t2, e, r, n) {
  for (var i = t2.length, o = r + (n ? 1 : -1); n ? o-- : ++o < i; ) if (e(t2[o], o, t2)) return o;
  return -1;
}
var Nn = ph;
function hh(t2) {
  return t2 !== t2;
}
var al = hh;
function dh(t2, e, r) {
  for (var n = r - 1, i = t2.length; ++n < i; ) if (t2[n] === e) return n;
  return -1;
}
var sl = dh;
function mh(t2, e, r) {
  return e === e ? sl(t2, e, r) : Nn(t2, al, r);
}
var Zt = mh;
function Eh(t2, e) {
  var r = t2 == null ? 0 : t2.length;
  return !!r && Zt(t2, e, 0) > -1;
}
var On = Eh;
var gh = 9007199254740991;
var xh = /^(?:0|[1-9]\d*)$/;
function Ah(t2, e) {
  var r = typeof t2;
  return e = e ?? gh, !!e && (r == "number" || r != "symbol" && xh.test(t2)) && t2 > -1 && t2 % 1 == 0 && t2 < e;
}
var Tt = Ah;
function Th(t2, e, r) {
  e == "__proto__" && Qt ? Qt(t2, e, { configurable: true, enumerable: true, value: r, writable: true }) : t2[e] = r;
}
var Jt = Th;
function Sh(t2, e) {
  return t2 === e || t2 !== t2 && e !== e;
}
var qe = Sh;
var Ch = Object.prototype;
var Lh = Ch.hasOwnProperty;
function yh(t2, e, r) {
  var n = t2[e];
  (!(Lh.call(t2, e) && qe(n, r)) || r === void 0 && !(e in t2)) && Jt(t2, e, r);
}
var St = yh;
function Nh(t2, e, r, n) {
  var i = !r;
  r || (r = {});
  for (var o = -1, a = e.length; ++o < a; ) {
    var s = e[o], l = n ? n(r[s], t2[s], s, r, t2) : void 0;
    l === void 0 && (l = t2[s]), i ? Jt(r, s, l) : St(r, s, l);
  }
  return r;
}
var ze = Nh;
var ll = Math.max;
function Oh(t2, e, r) {
  return e = ll(e === void 0 ? t2.length - 1 : e, 0), function() {
    for (var n = arguments, i = -1, o = ll(n.length - e, 0), a = Array(o); ++i < o; ) a[i] = n[e + i];
    i = -1;
    for (var s = Array(e + 1); ++i < e; ) s[i] = n[i];
    return s[e] = r(a), el(t2, this, s);
  };
}
var ul = Oh;
function Rh(t2, e) {
  return ol(ul(t2, e, ke), t2 + "");
}
var er = Rh;
var Ih = 9007199254740991;
function _h(t2) {
  return typeof t2 == "number" && t2 > -1 && t2 % 1 == 0 && t2 <= Ih;
}
var tr = _h;
function bh(t2) {
  return t2 != null && tr(t2.length) && !Te(t2);
}
var ae = bh;
function vh(t2, e, r) {
  if (!Y(r)) return false;
  var n = typeof e;
  return (n == "number" ? ae(r) && Tt(e, r.length) : n == "string" && e in r) ? qe(r[e], t2) : false;
}
var Ct = vh;
function Ph(t2) {
  return er(function(e, r) {
    var n = -1, i = r.length, o = i > 1 ? r[i - 1] : void 0, a = i > 2 ? r[2] : void 0;
    for (o = t2.length > 3 && typeof o == "function" ? (i--, o) : void 0, a && Ct(r[0], r[1], a) && (o = i < 3 ? void 0 : o, i = 1), e = Object(e); ++n < i; ) {
      var s = r[n];
      s && t2(e, s, n, o);
    }
    return e;
  });
}
var cl = Ph;
var Fh = Object.prototype;
function Mh(t2) {
  var e = t2 && t2.constructor, r = typeof e == "function" && e.prototype || Fh;
  return t2 === r;
}
var Qe = Mh;
function Uh(t2, e) {
  for (var r = -1, n = Array(t2); ++r < t2; ) n[r] = e(r);
  return n;
}
var fl = Uh;
var kh = "[object Arguments]";
function wh(t2) {
  return te(t2) && Ae(t2) == kh;
}
var fo = wh;
var pl = Object.prototype;
var Bh = pl.hasOwnProperty;
var Dh = pl.propertyIsEnumerable;
var Gh = fo(/* @__PURE__ */ (function() {
  return arguments;
})()) ? fo : function(t2) {
  return te(t2) && Bh.call(t2, "callee") && !Dh.call(t2, "callee");
};
var Lt = Gh;
function Wh() {
  return false;
}
var hl = Wh;
var El = typeof exports == "object" && exports && !exports.nodeType && exports;
var dl = El && typeof module == "object" && module && !module.nodeType && module;
var $h = dl && dl.exports === El;
var ml = $h ? oe.Buffer : void 0;
var Vh = ml ? ml.isBuffer : void 0;
var jh = Vh || hl;
var ut = jh;
var Hh = "[object Arguments]";
var Kh = "[object Array]";
var Yh = "[object Boolean]";
var Xh = "[object Date]";
var qh = "[object Error]";
var zh = "[object Function]";
var Qh = "[object Map]";
var Zh = "[object Number]";
var Jh = "[object Object]";
var ed = "[object RegExp]";
var td = "[object Set]";
var rd = "[object String]";
var nd = "[object WeakMap]";
var id = "[object ArrayBuffer]";
var od = "[object DataView]";
var ad = "[object Float32Array]";
var sd = "[object Float64Array]";
var ld = "[object Int8Array]";
var ud = "[object Int16Array]";
var cd = "[object Int32Array]";
var fd = "[object Uint8Array]";
var pd = "[object Uint8ClampedArray]";
var hd = "[object Uint16Array]";
var dd = "[object Uint32Array]";
var V = {};
V[ad] = V[sd] = V[ld] = V[ud] = V[cd] = V[fd] = V[pd] = V[hd] = V[dd] = true;
V[Hh] = V[Kh] = V[id] = V[Yh] = V[od] = V[Xh] = V[qh] = V[zh] = V[Qh] = V[Zh] = V[Jh] = V[ed] = V[td] = V[rd] = V[nd] = false;
function md(t2) {
  return te(t2) && tr(t2.length) && !!V[Ae(t2)];
}
var gl = md;
function Ed(t2) {
  return function(e) {
    return t2(e);
  };
}
var Ze = Ed;
var xl = typeof exports == "object" && exports && !exports.nodeType && exports;
var Gr = xl && typeof module == "object" && module && !module.nodeType && module;
var gd = Gr && Gr.exports === xl;
var po = gd && Sn.process;
var xd = (function() {
  try {
    var t2 = Gr && Gr.require && Gr.require("util").types;
    return t2 || po && po.binding && po.binding("util");
  } catch {
  }
})();
var we = xd;
var Al = we && we.isTypedArray;
var Ad = Al ? Ze(Al) : gl;
var rr = Ad;
var Td = Object.prototype;
var Sd = Td.hasOwnProperty;
function Cd(t2, e) {
  var r = C(t2), n = !r && Lt(t2), i = !r && !n && ut(t2), o = !r && !n && !i && rr(t2), a = r || n || i || o, s = a ? fl(t2.length, String) : [], l = s.length;
  for (var c in t2) (e || Sd.call(t2, c)) && !(a && (c == "length" || i && (c == "offset" || c == "parent") || o && (c == "buffer" || c == "byteLength" || c == "byteOffset") || Tt(c, l))) && s.push(c);
  return s;
}
var Rn = Cd;
function Ld(t2, e) {
  return function(r) {
    return t2(e(r));
  };
}
var In = Ld;
var yd = In(Object.keys, Object);
var Tl = yd;
var Nd = Object.prototype;
var Od = Nd.hasOwnProperty;
function Rd(t2) {
  if (!Qe(t2)) return Tl(t2);
  var e = [];
  for (var r in Object(t2)) Od.call(t2, r) && r != "constructor" && e.push(r);
  return e;
}
var _n = Rd;
function Id(t2) {
  return ae(t2) ? Rn(t2) : _n(t2);
}
var w = Id;
var _d = Object.prototype;
var bd = _d.hasOwnProperty;
var vd = cl(function(t2, e) {
  if (Qe(e) || ae(e)) {
    ze(e, w(e), t2);
    return;
  }
  for (var r in e) bd.call(e, r) && St(t2, r, e[r]);
});
var de = vd;
function Pd(t2) {
  var e = [];
  if (t2 != null) for (var r in Object(t2)) e.push(r);
  return e;
}
var Sl = Pd;
var Fd = Object.prototype;
var Md = Fd.hasOwnProperty;
function Ud(t2) {
  if (!Y(t2)) return Sl(t2);
  var e = Qe(t2), r = [];
  for (var n in t2) n == "constructor" && (e || !Md.call(t2, n)) || r.push(n);
  return r;
}
var Cl = Ud;
function kd(t2) {
  return ae(t2) ? Rn(t2, true) : Cl(t2);
}
var yt = kd;
var wd = /\.|\[(?:[^[\]]*|(["'])(?:(?!\1)[^\\]|\\.)*?\1)\]/;
var Bd = /^\w*$/;
function Dd(t2, e) {
  if (C(t2)) return false;
  var r = typeof t2;
  return r == "number" || r == "symbol" || r == "boolean" || t2 == null || At(t2) ? true : Bd.test(t2) || !wd.test(t2) || e != null && t2 in Object(e);
}
var nr = Dd;
var Gd = Oe(Object, "create");
var ct = Gd;
function Wd() {
  this.__data__ = ct ? ct(null) : {}, this.size = 0;
}
var Ll = Wd;
function $d(t2) {
  var e = this.has(t2) && delete this.__data__[t2];
  return this.size -= e ? 1 : 0, e;
}
var yl = $d;
var Vd = "__lodash_hash_undefined__";
var jd = Object.prototype;
var Hd = jd.hasOwnProperty;
function Kd(t2) {
  var e = this.__data__;
  if (ct) {
    var r = e[t2];
    return r === Vd ? void 0 : r;
  }
  return Hd.call(e, t2) ? e[t2] : void 0;
}
var Nl = Kd;
var Yd = Object.prototype;
var Xd = Yd.hasOwnProperty;
function qd(t2) {
  var e = this.__data__;
  return ct ? e[t2] !== void 0 : Xd.call(e, t2);
}
var Ol = qd;
var zd = "__lodash_hash_undefined__";
function Qd(t2, e) {
  var r = this.__data__;
  return this.size += this.has(t2) ? 0 : 1, r[t2] = ct && e === void 0 ? zd : e, this;
}
var Rl = Qd;
function ir(t2) {
  var e = -1, r = t2 == null ? 0 : t2.length;
  for (this.clear(); ++e < r; ) {
    var n = t2[e];
    this.set(n[0], n[1]);
  }
}
ir.prototype.clear = Ll;
ir.prototype.delete = yl;
ir.prototype.get = Nl;
ir.prototype.has = Ol;
ir.prototype.set = Rl;
var ho = ir;
function Zd() {
  this.__data__ = [], this.size = 0;
}
var Il = Zd;
function Jd(t2, e) {
  for (var r = t2.length; r--; ) if (qe(t2[r][0], e)) return r;
  return -1;
}
var Nt = Jd;
var em = Array.prototype;
var tm = em.splice;
function rm(t2) {
  var e = this.__data__, r = Nt(e, t2);
  if (r < 0) return false;
  var n = e.length - 1;
  return r == n ? e.pop() : tm.call(e, r, 1), --this.size, true;
}
var _l = rm;
function nm(t2) {
  var e = this.__data__, r = Nt(e, t2);
  return r < 0 ? void 0 : e[r][1];
}
var bl = nm;
function im(t2) {
  return Nt(this.__data__, t2) > -1;
}
var vl = im;
function om(t2, e) {
  var r = this.__data__, n = Nt(r, t2);
  return n < 0 ? (++this.size, r.push([t2, e])) : r[n][1] = e, this;
}
var Pl = om;
function or(t2) {
  var e = -1, r = t2 == null ? 0 : t2.length;
  for (this.clear(); ++e < r; ) {
    var n = t2[e];
    this.set(n[0], n[1]);
  }
}
or.prototype.clear = Il;
or.prototype.delete = _l;
or.prototype.get = bl;
or.prototype.has = vl;
or.prototype.set = Pl;
var Ot = or;
var am = Oe(oe, "Map");
var Rt = am;
function sm() {
  this.size = 0, this.__data__ = { hash: new ho(), map: new (Rt || Ot)(), string: new ho() };
}
var Fl = sm;
function lm(t2) {
  var e = typeof t2;
  return e == "string" || e == "number" || e == "symbol" || e == "boolean" ? t2 !== "__proto__" : t2 === null;
}
var Ml = lm;
function um(t2, e) {
  var r = t2.__data__;
  return Ml(e) ? r[typeof e == "string" ? "string" : "hash"] : r.map;
}
var It = um;
function cm(t2) {
  var e = It(this, t2).delete(t2);
  return this.size -= e ? 1 : 0, e;
}
var Ul = cm;
function fm(t2) {
  return It(this, t2).get(t2);
}
var kl = fm;
function pm(t2) {
  return It(this, t2).has(t2);
}
var wl = pm;
function hm(t2, e) {
  var r = It(this, t2), n = r.size;
  return r.set(t2, e), this.size += r.size == n ? 0 : 1, this;
}
var Bl = hm;
function ar(t2) {
  var e = -1, r = t2 == null ? 0 : t2.length;
  for (this.clear(); ++e < r; ) {
    var n = t2[e];
    this.set(n[0], n[1]);
  }
}
ar.prototype.clear = Fl;
ar.prototype.delete = Ul;
ar.prototype.get = kl;
ar.prototype.has = wl;
ar.prototype.set = Bl;
var Bt = ar;
var dm = "Expected a function";
function mo(t2, e) {
  if (typeof t2 != "function" || e != null && typeof e != "function") throw new TypeError(dm);
  var r = function() {
    var n = arguments, i = e ? e.apply(this, n) : n[0], o = r.cache;
    if (o.has(i)) return o.get(i);
    var a = t2.apply(this, n);
    return r.cache = o.set(i, a) || o, a;
  };
  return r.cache = new (mo.Cache || Bt)(), r;
}
mo.Cache = Bt;
var Dl = mo;
var mm = 500;
function Em(t2) {
  var e = Dl(t2, function(n) {
    return r.size === mm && r.clear(), n;
  }), r = e.cache;
  return e;
}
var Gl = Em;
var gm = /[^.[\]]+|\[(?:(-?\d+(?:\.\d+)?)|(["'])((?:(?!\2)[^\\]|\\.)*?)\2)\]|(?=(?:\.|\[\])(?:\.|\[\]|$))/g;
var xm = /\\(\\)?/g;
var Am = Gl(function(t2) {
  var e = [];
  return t2.charCodeAt(0) === 46 && e.push(""), t2.replace(gm, function(r, n, i, o) {
    e.push(i ? o.replace(xm, "$1") : n || r);
  }), e;
});
var Wl = Am;
function Tm(t2) {
  return t2 == null ? "" : Ws(t2);
}
var $l = Tm;
function Sm(t2, e) {
  return C(t2) ? t2 : nr(t2, e) ? [t2] : Wl($l(t2));
}
var _t = Sm;
var Cm = 1 / 0;
function Lm(t2) {
  if (typeof t2 == "string" || At(t2)) return t2;
  var e = t2 + "";
  return e == "0" && 1 / t2 == -Cm ? "-0" : e;
}
var Je = Lm;
function ym(t2, e) {
  e = _t(e, t2);
  for (var r = 0, n = e.length; t2 != null && r < n; ) t2 = t2[Je(e[r++])];
  return r && r == n ? t2 : void 0;
}
var sr = ym;
function Nm(t2, e, r) {
  var n = t2 == null ? void 0 : sr(t2, e);
  return n === void 0 ? r : n;
}
var Vl = Nm;
function Om(t2, e) {
  for (var r = -1, n = e.length, i = t2.length; ++r < n; ) t2[i + r] = e[r];
  return t2;
}
var lr = Om;
var jl = pe ? pe.isConcatSpreadable : void 0;
function Rm(t2) {
  return C(t2) || Lt(t2) || !!(jl && t2 && t2[jl]);
}
var Hl = Rm;
function Kl(t2, e, r, n, i) {
  var o = -1, a = t2.length;
  for (r || (r = Hl), i || (i = []); ++o < a; ) {
    var s = t2[o];
    e > 0 && r(s) ? e > 1 ? Kl(s, e - 1, r, n, i) : lr(i, s) : n || (i[i.length] = s);
  }
  return i;
}
var ur = Kl;
function Im(t2) {
  var e = t2 == null ? 0 : t2.length;
  return e ? ur(t2, 1) : [];
}
var ue = Im;
var _m = In(Object.getPrototypeOf, Object);
var bn = _m;
function bm(t2, e, r) {
  var n = -1, i = t2.length;
  e < 0 && (e = -e > i ? 0 : i + e), r = r > i ? i : r, r < 0 && (r += i), i = e > r ? 0 : r - e >>> 0, e >>>= 0;
  for (var o = Array(i); ++n < i; ) o[n] = t2[n + e];
  return o;
}
var vn = bm;
function vm(t2, e, r, n) {
  var i = -1, o = t2 == null ? 0 : t2.length;
  for (n && o && (r = t2[++i]); ++i < o; ) r = e(r, t2[i], i, t2);
  return r;
}
var Yl = vm;
function Pm() {
  this.__data__ = new Ot(), this.size = 0;
}
var Xl = Pm;
function Fm(t2) {
  var e = this.__data__, r = e.delete(t2);
  return this.size = e.size, r;
}
var ql = Fm;
function Mm(t2) {
  return this.__data__.get(t2);
}
var zl = Mm;
function Um(t2) {
  return this.__data__.has(t2);
}
var Ql = Um;
var km = 200;
function wm(t2, e) {
  var r = this.__data__;
  if (r instanceof Ot) {
    var n = r.__data__;
    if (!Rt || n.length < km - 1) return n.push([t2, e]), this.size = ++r.size, this;
    r = this.__data__ = new Bt(n);
  }
  return r.set(t2, e), this.size = r.size, this;
}
var Zl = wm;
function cr(t2) {
  var e = this.__data__ = new Ot(t2);
  this.size = e.size;
}
cr.prototype.clear = Xl;
cr.prototype.delete = ql;
cr.prototype.get = zl;
cr.prototype.has = Ql;
cr.prototype.set = Zl;
var bt = cr;
function Bm(t2, e) {
  return t2 && ze(e, w(e), t2);
}
var Jl = Bm;
function Dm(t2, e) {
  return t2 && ze(e, yt(e), t2);
}
var eu = Dm;
var iu = typeof exports == "object" && exports && !exports.nodeType && exports;
var tu = iu && typeof module == "object" && module && !module.nodeType && module;
var Gm = tu && tu.exports === iu;
var ru = Gm ? oe.Buffer : void 0;
var nu = ru ? ru.allocUnsafe : void 0;
function Wm(t2, e) {
  if (e) return t2.slice();
  var r = t2.length, n = nu ? nu(r) : new t2.constructor(r);
  return t2.copy(n), n;
}
var ou = Wm;
function $m(t2, e) {
  for (var r = -1, n = t2 == null ? 0 : t2.length, i = 0, o = []; ++r < n; ) {
    var a = t2[r];
    e(a, r, t2) && (o[i++] = a);
  }
  return o;
}
var fr = $m;
function Vm() {
  return [];
}
var Pn = Vm;
var jm = Object.prototype;
var Hm = jm.propertyIsEnumerable;
var au = Object.getOwnPropertySymbols;
var Km = au ? function(t2) {
  return t2 == null ? [] : (t2 = Object(t2), fr(au(t2), function(e) {
    return Hm.call(t2, e);
  }));
} : Pn;
var pr = Km;
function Ym(t2, e) {
  return ze(t2, pr(t2), e);
}
var su = Ym;
var Xm = Object.getOwnPropertySymbols;
var qm = Xm ? function(t2) {
  for (var e = []; t2; ) lr(e, pr(t2)), t2 = bn(t2);
  return e;
} : Pn;
var Fn = qm;
function zm(t2, e) {
  return ze(t2, Fn(t2), e);
}
var lu = zm;
function Qm(t2, e, r) {
  var n = e(t2);
  return C(t2) ? n : lr(n, r(t2));
}
var Mn = Qm;
function Zm(t2) {
  return Mn(t2, w, pr);
}
var Wr = Zm;
function Jm(t2) {
  return Mn(t2, yt, Fn);
}
var Un = Jm;
var eE = Oe(oe, "DataView");
var kn = eE;
var tE = Oe(oe, "Promise");
var wn = tE;
var rE = Oe(oe, "Set");
var vt = rE;
var uu = "[object Map]";
var nE = "[object Object]";
var cu = "[object Promise]";
var fu = "[object Set]";
var pu = "[object WeakMap]";
var hu = "[object DataView]";
var iE = lt(kn);
var oE = lt(Rt);
var aE = lt(wn);
var sE = lt(vt);
var lE = lt(Ln);
var Dt = Ae;
(kn && Dt(new kn(new ArrayBuffer(1))) != hu || Rt && Dt(new Rt()) != uu || wn && Dt(wn.resolve()) != cu || vt && Dt(new vt()) != fu || Ln && Dt(new Ln()) != pu) && (Dt = function(t2) {
  var e = Ae(t2), r = e == nE ? t2.constructor : void 0, n = r ? lt(r) : "";
  if (n) switch (n) {
    case iE:
      return hu;
    case oE:
      return uu;
    case aE:
      return cu;
    case sE:
      return fu;
    case lE:
      return pu;
  }
  return e;
});
var We = Dt;
var uE = Object.prototype;
var cE = uE.hasOwnProperty;
function fE(t2) {
  var e = t2.length, r = new t2.constructor(e);
  return e && typeof t2[0] == "string" && cE.call(t2, "index") && (r.index = t2.index, r.input = t2.input), r;
}
var du = fE;
var pE = oe.Uint8Array;
var hr = pE;
function hE(t2) {
  var e = new t2.constructor(t2.byteLength);
  return new hr(e).set(new hr(t2)), e;
}
var dr = hE;
function dE(t2, e) {
  var r = e ? dr(t2.buffer) : t2.buffer;
  return new t2.constructor(r, t2.byteOffset, t2.byteLength);
}
var mu = dE;
var mE = /\w*$/;
function EE(t2) {
  var e = new t2.constructor(t2.source, mE.exec(t2));
  return e.lastIndex = t2.lastIndex, e;
}
var Eu = EE;
var gu = pe ? pe.prototype : void 0;
var xu = gu ? gu.valueOf : void 0;
function gE(t2) {
  return xu ? Object(xu.call(t2)) : {};
}
var Au = gE;
function xE(t2, e) {
  var r = e ? dr(t2.buffer) : t2.buffer;
  return new t2.constructor(r, t2.byteOffset, t2.length);
}
var Tu = xE;
var AE = "[object Boolean]";
var TE = "[object Date]";
var SE = "[object Map]";
var CE = "[object Number]";
var LE = "[object RegExp]";
var yE = "[object Set]";
var NE = "[object String]";
var OE = "[object Symbol]";
var RE = "[object ArrayBuffer]";
var IE = "[object DataView]";
var _E = "[object Float32Array]";
var bE = "[object Float64Array]";
var vE = "[object Int8Array]";
var PE = "[object Int16Array]";
var FE = "[object Int32Array]";
var ME = "[object Uint8Array]";
var UE = "[object Uint8ClampedArray]";
var kE = "[object Uint16Array]";
var wE = "[object Uint32Array]";
function BE(t2, e, r) {
  var n = t2.constructor;
  switch (e) {
    case RE:
      return dr(t2);
    case AE:
    case TE:
      return new n(+t2);
    case IE:
      return mu(t2, r);
    case _E:
    case bE:
    case vE:
    case PE:
    case FE:
    case ME:
    case UE:
    case kE:
    case wE:
      return Tu(t2, r);
    case SE:
      return new n();
    case CE:
    case NE:
      return new n(t2);
    case LE:
      return Eu(t2);
    case yE:
      return new n();
    case OE:
      return Au(t2);
  }
}
var Su = BE;
function DE(t2) {
  return typeof t2.constructor == "function" && !Qe(t2) ? Js(bn(t2)) : {};
}
var Cu = DE;
var GE = "[object Map]";
function WE(t2) {
  return te(t2) && We(t2) == GE;
}
var Lu = WE;
var yu = we && we.isMap;
var $E = yu ? Ze(yu) : Lu;
var Nu = $E;
var VE = "[object Set]";
function jE(t2) {
  return te(t2) && We(t2) == VE;
}
var Ou = jE;
var Ru = we && we.isSet;
var HE = Ru ? Ze(Ru) : Ou;
var Iu = HE;
var KE = 1;
var YE = 2;
var XE = 4;
var _u = "[object Arguments]";
var qE = "[object Array]";
var zE = "[object Boolean]";
var QE = "[object Date]";
var ZE = "[object Error]";
var bu = "[object Function]";
var JE = "[object GeneratorFunction]";
var eg = "[object Map]";
var tg = "[object Number]";
var vu = "[object Object]";
var rg = "[object RegExp]";
var ng = "[object Set]";
var ig = "[object String]";
var og = "[object Symbol]";
var ag = "[object WeakMap]";
var sg = "[object ArrayBuffer]";
var lg = "[object DataView]";
var ug = "[object Float32Array]";
var cg = "[object Float64Array]";
var fg = "[object Int8Array]";
var pg = "[object Int16Array]";
var hg = "[object Int32Array]";
var dg = "[object Uint8Array]";
var mg = "[object Uint8ClampedArray]";
var Eg = "[object Uint16Array]";
var gg = "[object Uint32Array]";
var B = {};
B[_u] = B[qE] = B[sg] = B[lg] = B[zE] = B[QE] = B[ug] = B[cg] = B[fg] = B[pg] = B[hg] = B[eg] = B[tg] = B[vu] = B[rg] = B[ng] = B[ig] = B[og] = B[dg] = B[mg] = B[Eg] = B[gg] = true;
B[ZE] = B[bu] = B[ag] = false;
function Bn(t2, e, r, n, i, o) {
  var a, s = e & KE, l = e & YE, c = e & XE;
  if (r && (a = i ? r(t2, n, i, o) : r(t2)), a !== void 0) return a;
  if (!Y(t2)) return t2;
  var p = C(t2);
  if (p) {
    if (a = du(t2), !s) return tl(t2, a);
  } else {
    var h = We(t2), d = h == bu || h == JE;
    if (ut(t2)) return ou(t2, s);
    if (h == vu || h == _u || d && !i) {
      if (a = l || d ? {} : Cu(t2), !s) return l ? lu(t2, eu(a, t2)) : su(t2, Jl(a, t2));
    } else {
      if (!B[h]) return i ? t2 : {};
      a = Su(t2, h, s);
    }
  }
  o || (o = new bt());
  var A = o.get(t2);
  if (A) return A;
  o.set(t2, a), Iu(t2) ? t2.forEach(function(O) {
    a.add(Bn(O, e, r, O, t2, o));
  }) : Nu(t2) && t2.forEach(function(O, S) {
    a.set(S, Bn(O, e, r, S, t2, o));
  });
  var L = c ? l ? Un : Wr : l ? yt : w, y = p ? void 0 : L(t2);
  return yn(y || t2, function(O, S) {
    y && (S = O, O = t2[S]), St(a, S, Bn(O, e, r, S, t2, o));
  }), a;
}
var Pu = Bn;
var xg = 4;
function Ag(t2) {
  return Pu(t2, xg);
}
var D = Ag;
function Tg(t2) {
  for (var e = -1, r = t2 == null ? 0 : t2.length, n = 0, i = []; ++e < r; ) {
    var o = t2[e];
    o && (i[n++] = o);
  }
  return i;
}
var et = Tg;
var Sg = "__lodash_hash_undefined__";
function Cg(t2) {
  return this.__data__.set(t2, Sg), this;
}
var Fu = Cg;
function Lg(t2) {
  return this.__data__.has(t2);
}
var Mu = Lg;
function Dn(t2) {
  var e = -1, r = t2 == null ? 0 : t2.length;
  for (this.__data__ = new Bt(); ++e < r; ) this.add(t2[e]);
}
Dn.prototype.add = Dn.prototype.push = Fu;
Dn.prototype.has = Mu;
var mr = Dn;
function yg(t2, e) {
  for (var r = -1, n = t2 == null ? 0 : t2.length; ++r < n; ) if (e(t2[r], r, t2)) return true;
  return false;
}
var Gn = yg;
function Ng(t2, e) {
  return t2.has(e);
}
var Er = Ng;
var Og = 1;
var Rg = 2;
function Ig(t2, e, r, n, i, o) {
  var a = r & Og, s = t2.length, l = e.length;
  if (s != l && !(a && l > s)) return false;
  var c = o.get(t2), p = o.get(e);
  if (c && p) return c == e && p == t2;
  var h = -1, d = true, A = r & Rg ? new mr() : void 0;
  for (o.set(t2, e), o.set(e, t2); ++h < s; ) {
    var L = t2[h], y = e[h];
    if (n) var O = a ? n(y, L, h, e, t2, o) : n(L, y, h, t2, e, o);
    if (O !== void 0) {
      if (O) continue;
      d = false;
      break;
    }
    if (A) {
      if (!Gn(e, function(S, g) {
        if (!Er(A, g) && (L === S || i(L, S, r, n, o))) return A.push(g);
      })) {
        d = false;
        break;
      }
    } else if (!(L === y || i(L, y, r, n, o))) {
      d = false;
      break;
    }
  }
  return o.delete(t2), o.delete(e), d;
}
var Wn = Ig;
function _g(t2) {
  var e = -1, r = Array(t2.size);
  return t2.forEach(function(n, i) {
    r[++e] = [i, n];
  }), r;
}
var Uu = _g;
function bg(t2) {
  var e = -1, r = Array(t2.size);
  return t2.forEach(function(n) {
    r[++e] = n;
  }), r;
}
var gr = bg;
var vg = 1;
var Pg = 2;
var Fg = "[object Boolean]";
var Mg = "[object Date]";
var Ug = "[object Error]";
var kg = "[object Map]";
var wg = "[object Number]";
var Bg = "[object RegExp]";
var Dg = "[object Set]";
var Gg = "[object String]";
var Wg = "[object Symbol]";
var $g = "[object ArrayBuffer]";
var Vg = "[object DataView]";
var ku = pe ? pe.prototype : void 0;
var Eo = ku ? ku.valueOf : void 0;
function jg(t2, e, r, n, i, o, a) {
  switch (r) {
    case Vg:
      if (t2.byteLength != e.byteLength || t2.byteOffset != e.byteOffset) return false;
      t2 = t2.buffer, e = e.buffer;
    case $g:
      return !(t2.byteLength != e.byteLength || !o(new hr(t2), new hr(e)));
    case Fg:
    case Mg:
    case wg:
      return qe(+t2, +e);
    case Ug:
      return t2.name == e.name && t2.message == e.message;
    case Bg:
    case Gg:
      return t2 == e + "";
    case kg:
      var s = Uu;
    case Dg:
      var l = n & vg;
      if (s || (s = gr), t2.size != e.size && !l) return false;
      var c = a.get(t2);
      if (c) return c == e;
      n |= Pg, a.set(t2, e);
      var p = Wn(s(t2), s(e), n, i, o, a);
      return a.delete(t2), p;
    case Wg:
      if (Eo) return Eo.call(t2) == Eo.call(e);
  }
  return false;
}
var wu = jg;
var Hg = 1;
var Kg = Object.prototype;
var Yg = Kg.hasOwnProperty;
function Xg(t2, e, r, n, i, o) {
  var a = r & Hg, s = Wr(t2), l = s.length, c = Wr(e), p = c.length;
  if (l != p && !a) return false;
  for (var h = l; h--; ) {
    var d = s[h];
    if (!(a ? d in e : Yg.call(e, d))) return false;
  }
  var A = o.get(t2), L = o.get(e);
  if (A && L) return A == e && L == t2;
  var y = true;
  o.set(t2, e), o.set(e, t2);
  for (var O = a; ++h < l; ) {
    d = s[h];
    var S = t2[d], g = e[d];
    if (n) var m = a ? n(g, S, d, e, t2, o) : n(S, g, d, t2, e, o);
    if (!(m === void 0 ? S === g || i(S, g, r, n, o) : m)) {
      y = false;
      break;
    }
    O || (O = d == "constructor");
  }
  if (y && !O) {
    var I = t2.constructor, _ = e.constructor;
    I != _ && "constructor" in t2 && "constructor" in e && !(typeof I == "function" && I instanceof I && typeof _ == "function" && _ instanceof _) && (y = false);
  }
  return o.delete(t2), o.delete(e), y;
}
var Bu = Xg;
var qg = 1;
var Du = "[object Arguments]";
var Gu = "[object Array]";
var $n = "[object Object]";
var zg = Object.prototype;
var Wu = zg.hasOwnProperty;
function Qg(t2, e, r, n, i, o) {
  var a = C(t2), s = C(e), l = a ? Gu : We(t2), c = s ? Gu : We(e);
  l = l == Du ? $n : l, c = c == Du ? $n : c;
  var p = l == $n, h = c == $n, d = l == c;
  if (d && ut(t2)) {
    if (!ut(e)) return false;
    a = true, p = false;
  }
  if (d && !p) return o || (o = new bt()), a || rr(t2) ? Wn(t2, e, r, n, i, o) : wu(t2, e, l, r, n, i, o);
  if (!(r & qg)) {
    var A = p && Wu.call(t2, "__wrapped__"), L = h && Wu.call(e, "__wrapped__");
    if (A || L) {
      var y = A ? t2.value() : t2, O = L ? e.value() : e;
      return o || (o = new bt()), i(y, O, r, n, o);
    }
  }
  return d ? (o || (o = new bt()), Bu(t2, e, r, n, i, o)) : false;
}
var $u = Qg;
function Vu(t2, e, r, n, i) {
  return t2 === e ? true : t2 == null || e == null || !te(t2) && !te(e) ? t2 !== t2 && e !== e : $u(t2, e, r, n, Vu, i);
}
var Vn = Vu;
var Zg = 1;
var Jg = 2;
function ex(t2, e, r, n) {
  var i = r.length, o = i, a = !n;
  if (t2 == null) return !o;
  for (t2 = Object(t2); i--; ) {
    var s = r[i];
    if (a && s[2] ? s[1] !== t2[s[0]] : !(s[0] in t2)) return false;
  }
  for (; ++i < o; ) {
    s = r[i];
    var l = s[0], c = t2[l], p = s[1];
    if (a && s[2]) {
      if (c === void 0 && !(l in t2)) return false;
    } else {
      var h = new bt();
      if (n) var d = n(c, p, l, t2, e, h);
      if (!(d === void 0 ? Vn(p, c, Zg | Jg, n, h) : d)) return false;
    }
  }
  return true;
}
var ju = ex;
function tx(t2) {
  return t2 === t2 && !Y(t2);
}
var jn = tx;
function rx(t2) {
  for (var e = w(t2), r = e.length; r--; ) {
    var n = e[r], i = t2[n];
    e[r] = [n, i, jn(i)];
  }
  return e;
}
var Hu = rx;
function nx(t2, e) {
  return function(r) {
    return r == null ? false : r[t2] === e && (e !== void 0 || t2 in Object(r));
  };
}
var Hn = nx;
function ix(t2) {
  var e = Hu(t2);
  return e.length == 1 && e[0][2] ? Hn(e[0][0], e[0][1]) : function(r) {
    return r === t2 || ju(r, t2, e);
  };
}
var Ku = ix;
function ox(t2, e) {
  return t2 != null && e in Object(t2);
}
var Yu = ox;
function ax(t2, e, r) {
  e = _t(e, t2);
  for (var n = -1, i = e.length, o = false; ++n < i; ) {
    var a = Je(e[n]);
    if (!(o = t2 != null && r(t2, a))) break;
    t2 = t2[a];
  }
  return o || ++n != i ? o : (i = t2 == null ? 0 : t2.length, !!i && tr(i) && Tt(a, i) && (C(t2) || Lt(t2)));
}
var Kn = ax;
function sx(t2, e) {
  return t2 != null && Kn(t2, e, Yu);
}
var Xu = sx;
var lx = 1;
var ux = 2;
function cx(t2, e) {
  return nr(t2) && jn(e) ? Hn(Je(t2), e) : function(r) {
    var n = Vl(r, t2);
    return n === void 0 && n === e ? Xu(r, t2) : Vn(e, n, lx | ux);
  };
}
var qu = cx;
function fx(t2) {
  return function(e) {
    return e?.[t2];
  };
}
var zu = fx;
function px(t2) {
  return function(e) {
    return sr(e, t2);
  };
}
var Qu = px;
function hx(t2) {
  return nr(t2) ? zu(Je(t2)) : Qu(t2);
}
var Zu = hx;
function dx(t2) {
  return typeof t2 == "function" ? t2 : t2 == null ? ke : typeof t2 == "object" ? C(t2) ? qu(t2[0], t2[1]) : Ku(t2) : Zu(t2);
}
var se = dx;
function mx(t2, e, r, n) {
  for (var i = -1, o = t2 == null ? 0 : t2.length; ++i < o; ) {
    var a = t2[i];
    e(n, a, r(a), t2);
  }
  return n;
}
var Ju = mx;
function Ex(t2) {
  return function(e, r, n) {
    for (var i = -1, o = Object(e), a = n(e), s = a.length; s--; ) {
      var l = a[t2 ? s : ++i];
      if (r(o[l], l, o) === false) break;
    }
    return e;
  };
}
var ec = Ex;
var gx = ec();
var tc = gx;
function xx(t2, e) {
  return t2 && tc(t2, e, w);
}
var rc = xx;
function Ax(t2, e) {
  return function(r, n) {
    if (r == null) return r;
    if (!ae(r)) return t2(r, n);
    for (var i = r.length, o = e ? i : -1, a = Object(r); (e ? o-- : ++o < i) && n(a[o], o, a) !== false; ) ;
    return r;
  };
}
var nc = Ax;
var Tx = nc(rc);
var Re = Tx;
function Sx(t2, e, r, n) {
  return Re(t2, function(i, o, a) {
    e(n, i, r(i), a);
  }), n;
}
var ic = Sx;
function Cx(t2, e) {
  return function(r, n) {
    var i = C(r) ? Ju : ic, o = e ? e() : {};
    return i(r, t2, se(n, 2), o);
  };
}
var oc = Cx;
var ac = Object.prototype;
var Lx = ac.hasOwnProperty;
var yx = er(function(t2, e) {
  t2 = Object(t2);
  var r = -1, n = e.length, i = n > 2 ? e[2] : void 0;
  for (i && Ct(e[0], e[1], i) && (n = 1); ++r < n; ) for (var o = e[r], a = yt(o), s = -1, l = a.length; ++s < l; ) {
    var c = a[s], p = t2[c];
    (p === void 0 || qe(p, ac[c]) && !Lx.call(t2, c)) && (t2[c] = o[c]);
  }
  return t2;
});
var xr = yx;
function Nx(t2) {
  return te(t2) && ae(t2);
}
var go = Nx;
function Ox(t2, e, r) {
  for (var n = -1, i = t2 == null ? 0 : t2.length; ++n < i; ) if (r(e, t2[n])) return true;
  return false;
}
var Yn = Ox;
var Rx = 200;
function Ix(t2, e, r, n) {
  var i = -1, o = On, a = true, s = t2.length, l = [], c = e.length;
  if (!s) return l;
  r && (e = Ye(e, Ze(r))), n ? (o = Yn, a = false) : e.length >= Rx && (o = Er, a = false, e = new mr(e));
  e: for (; ++i < s; ) {
    var p = t2[i], h = r == null ? p : r(p);
    if (p = n || p !== 0 ? p : 0, a && h === h) {
      for (var d = c; d--; ) if (e[d] === h) continue e;
      l.push(p);
    } else o(e, h, n) || l.push(p);
  }
  return l;
}
var sc = Ix;
var _x = er(function(t2, e) {
  return go(t2) ? sc(t2, ur(e, 1, go, true)) : [];
});
var Pt = _x;
function bx(t2) {
  var e = t2 == null ? 0 : t2.length;
  return e ? t2[e - 1] : void 0;
}
var tt = bx;
function vx(t2, e, r) {
  var n = t2 == null ? 0 : t2.length;
  return n ? (e = r || e === void 0 ? 1 : Xe(e), vn(t2, e < 0 ? 0 : e, n)) : [];
}
var re = vx;
function Px(t2, e, r) {
  var n = t2 == null ? 0 : t2.length;
  return n ? (e = r || e === void 0 ? 1 : Xe(e), e = n - e, vn(t2, 0, e < 0 ? 0 : e)) : [];
}
var ft = Px;
function Fx(t2) {
  return typeof t2 == "function" ? t2 : ke;
}
var lc = Fx;
function Mx(t2, e) {
  var r = C(t2) ? yn : Re;
  return r(t2, lc(e));
}
var x = Mx;
function Ux(t2, e) {
  for (var r = -1, n = t2 == null ? 0 : t2.length; ++r < n; ) if (!e(t2[r], r, t2)) return false;
  return true;
}
var uc = Ux;
function kx(t2, e) {
  var r = true;
  return Re(t2, function(n, i, o) {
    return r = !!e(n, i, o), r;
  }), r;
}
var cc = kx;
function wx(t2, e, r) {
  var n = C(t2) ? uc : cc;
  return r && Ct(t2, e, r) && (e = void 0), n(t2, se(e, 3));
}
var Ee = wx;
function Bx(t2, e) {
  var r = [];
  return Re(t2, function(n, i, o) {
    e(n, i, o) && r.push(n);
  }), r;
}
var Xn = Bx;
function Dx(t2, e) {
  var r = C(t2) ? fr : Xn;
  return r(t2, se(e, 3));
}
var ge = Dx;
function Gx(t2) {
  return function(e, r, n) {
    var i = Object(e);
    if (!ae(e)) {
      var o = se(r, 3);
      e = w(e), r = function(s) {
        return o(i[s], s, i);
      };
    }
    var a = t2(e, r, n);
    return a > -1 ? i[o ? e[a] : a] : void 0;
  };
}
var fc = Gx;
var Wx = Math.max;
function $x(t2, e, r) {
  var n = t2 == null ? 0 : t2.length;
  if (!n) return -1;
  var i = r == null ? 0 : Xe(r);
  return i < 0 && (i = Wx(n + i, 0)), Nn(t2, se(e, 3), i);
}
var pc = $x;
var Vx = fc(pc);
var rt = Vx;
function jx(t2) {
  return t2 && t2.length ? t2[0] : void 0;
}
var he = jx;
function Hx(t2, e) {
  var r = -1, n = ae(t2) ? Array(t2.length) : [];
  return Re(t2, function(i, o, a) {
    n[++r] = e(i, o, a);
  }), n;
}
var hc = Hx;
function Kx(t2, e) {
  var r = C(t2) ? Ye : hc;
  return r(t2, se(e, 3));
}
var E = Kx;
function Yx(t2, e) {
  return ur(E(t2, e), 1);
}
var Se = Yx;
var Xx = Object.prototype;
var qx = Xx.hasOwnProperty;
var zx = oc(function(t2, e, r) {
  qx.call(t2, r) ? t2[r].push(e) : Jt(t2, r, [e]);
});
var xo = zx;
var Qx = Object.prototype;
var Zx = Qx.hasOwnProperty;
function Jx(t2, e) {
  return t2 != null && Zx.call(t2, e);
}
var dc = Jx;
function eA(t2, e) {
  return t2 != null && Kn(t2, e, dc);
}
var T = eA;
var tA = "[object String]";
function rA(t2) {
  return typeof t2 == "string" || !C(t2) && te(t2) && Ae(t2) == tA;
}
var ce = rA;
function nA(t2, e) {
  return Ye(e, function(r) {
    return t2[r];
  });
}
var mc = nA;
function iA(t2) {
  return t2 == null ? [] : mc(t2, w(t2));
}
var M = iA;
var oA = Math.max;
function aA(t2, e, r, n) {
  t2 = ae(t2) ? t2 : M(t2), r = r && !n ? Xe(r) : 0;
  var i = t2.length;
  return r < 0 && (r = oA(i + r, 0)), ce(t2) ? r <= i && t2.indexOf(e, r) > -1 : !!i && Zt(t2, e, r) > -1;
}
var H = aA;
var sA = Math.max;
function lA(t2, e, r) {
  var n = t2 == null ? 0 : t2.length;
  if (!n) return -1;
  var i = r == null ? 0 : Xe(r);
  return i < 0 && (i = sA(n + i, 0)), Zt(t2, e, i);
}
var qn = lA;
var uA = "[object Map]";
var cA = "[object Set]";
var fA = Object.prototype;
var pA = fA.hasOwnProperty;
function hA(t2) {
  if (t2 == null) return true;
  if (ae(t2) && (C(t2) || typeof t2 == "string" || typeof t2.splice == "function" || ut(t2) || rr(t2) || Lt(t2))) return !t2.length;
  var e = We(t2);
  if (e == uA || e == cA) return !t2.size;
  if (Qe(t2)) return !_n(t2).length;
  for (var r in t2) if (pA.call(t2, r)) return false;
  return true;
}
var v = hA;
var dA = "[object RegExp]";
function mA(t2) {
  return te(t2) && Ae(t2) == dA;
}
var Ec = mA;
var gc = we && we.isRegExp;
var EA = gc ? Ze(gc) : Ec;
var Be = EA;
function gA(t2) {
  return t2 === void 0;
}
var xe = gA;
var xA = "Expected a function";
function AA(t2) {
  if (typeof t2 != "function") throw new TypeError(xA);
  return function() {
    var e = arguments;
    switch (e.length) {
      case 0:
        return !t2.call(this);
      case 1:
        return !t2.call(this, e[0]);
      case 2:
        return !t2.call(this, e[0], e[1]);
      case 3:
        return !t2.call(this, e[0], e[1], e[2]);
    }
    return !t2.apply(this, e);
  };
}
var xc = AA;
function TA(t2, e, r, n) {
  if (!Y(t2)) return t2;
  e = _t(e, t2);
  for (var i = -1, o = e.length, a = o - 1, s = t2; s != null && ++i < o; ) {
    var l = Je(e[i]), c = r;
    if (l === "__proto__" || l === "constructor" || l === "prototype") return t2;
    if (i != a) {
      var p = s[l];
      c = n ? n(p, l, s) : void 0, c === void 0 && (c = Y(p) ? p : Tt(e[i + 1]) ? [] : {});
    }
    St(s, l, c), s = s[l];
  }
  return t2;
}
var Ac = TA;
function SA(t2, e, r) {
  for (var n = -1, i = e.length, o = {}; ++n < i; ) {
    var a = e[n], s = sr(t2, a);
    r(s, a) && Ac(o, _t(a, t2), s);
  }
  return o;
}
var Tc = SA;
function CA(t2, e) {
  if (t2 == null) return {};
  var r = Ye(Un(t2), function(n) {
    return [n];
  });
  return e = se(e), Tc(t2, r, function(n, i) {
    return e(n, i[0]);
  });
}
var Ie = CA;
function LA(t2, e, r, n, i) {
  return i(t2, function(o, a, s) {
    r = n ? (n = false, o) : e(r, o, a, s);
  }), r;
}
var Sc = LA;
function yA(t2, e, r) {
  var n = C(t2) ? Yl : Sc, i = arguments.length < 3;
  return n(t2, se(e, 4), r, i, Re);
}
var le = yA;
function NA(t2, e) {
  var r = C(t2) ? fr : Xn;
  return r(t2, xc(se(e, 3)));
}
var Ft = NA;
function OA(t2, e) {
  var r;
  return Re(t2, function(n, i, o) {
    return r = e(n, i, o), !r;
  }), !!r;
}
var Cc = OA;
function RA(t2, e, r) {
  var n = C(t2) ? Gn : Cc;
  return r && Ct(t2, e, r) && (e = void 0), n(t2, se(e, 3));
}
var $r = RA;
var IA = 1 / 0;
var _A = vt && 1 / gr(new vt([, -0]))[1] == IA ? function(t2) {
  return new vt(t2);
} : X;
var Lc = _A;
var bA = 200;
function vA(t2, e, r) {
  var n = -1, i = On, o = t2.length, a = true, s = [], l = s;
  if (r) a = false, i = Yn;
  else if (o >= bA) {
    var c = e ? null : Lc(t2);
    if (c) return gr(c);
    a = false, i = Er, l = new mr();
  } else l = e ? [] : s;
  e: for (; ++n < o; ) {
    var p = t2[n], h = e ? e(p) : p;
    if (p = r || p !== 0 ? p : 0, a && h === h) {
      for (var d = l.length; d--; ) if (l[d] === h) continue e;
      e && l.push(h), s.push(p);
    } else i(l, h, r) || (l !== s && l.push(h), s.push(p));
  }
  return s;
}
var yc = vA;
function PA(t2) {
  return t2 && t2.length ? yc(t2) : [];
}
var Ar = PA;
function Tr(t2) {
  console && console.error && console.error(`Error: ${t2}`);
}
function Vr(t2) {
  console && console.warn && console.warn(`Warning: ${t2}`);
}
function jr(t2) {
  let e = (/* @__PURE__ */ new Date()).getTime(), r = t2();
  return { time: (/* @__PURE__ */ new Date()).getTime() - e, value: r };
}
function Hr(t2) {
  function e() {
  }
  e.prototype = t2;
  let r = new e();
  function n() {
    return typeof r.bar;
  }
  return n(), n(), t2;
  (0, eval)(t2);
}
function FA(t2) {
  return MA(t2) ? t2.LABEL : t2.name;
}
function MA(t2) {
  return ce(t2.LABEL) && t2.LABEL !== "";
}
var Pe = class {
  get definition() {
    return this._definition;
  }
  set definition(e) {
    this._definition = e;
  }
  constructor(e) {
    this._definition = e;
  }
  accept(e) {
    e.visit(this), x(this.definition, (r) => {
      r.accept(e);
    });
  }
};
var G = class extends Pe {
  constructor(e) {
    super([]), this.idx = 1, de(this, Ie(e, (r) => r !== void 0));
  }
  set definition(e) {
  }
  get definition() {
    return this.referencedRule !== void 0 ? this.referencedRule.definition : [];
  }
  accept(e) {
    e.visit(this);
  }
};
var Ce = class extends Pe {
  constructor(e) {
    super(e.definition), this.orgText = "", de(this, Ie(e, (r) => r !== void 0));
  }
};
var W = class extends Pe {
  constructor(e) {
    super(e.definition), this.ignoreAmbiguities = false, de(this, Ie(e, (r) => r !== void 0));
  }
};
var j = class extends Pe {
  constructor(e) {
    super(e.definition), this.idx = 1, de(this, Ie(e, (r) => r !== void 0));
  }
};
var ne = class extends Pe {
  constructor(e) {
    super(e.definition), this.idx = 1, de(this, Ie(e, (r) => r !== void 0));
  }
};
var ie = class extends Pe {
  constructor(e) {
    super(e.definition), this.idx = 1, de(this, Ie(e, (r) => r !== void 0));
  }
};
var F = class extends Pe {
  constructor(e) {
    super(e.definition), this.idx = 1, de(this, Ie(e, (r) => r !== void 0));
  }
};
var Z = class extends Pe {
  constructor(e) {
    super(e.definition), this.idx = 1, de(this, Ie(e, (r) => r !== void 0));
  }
};
var J = class extends Pe {
  get definition() {
    return this._definition;
  }
  set definition(e) {
    this._definition = e;
  }
  constructor(e) {
    super(e.definition), this.idx = 1, this.ignoreAmbiguities = false, this.hasPredicates = false, de(this, Ie(e, (r) => r !== void 0));
  }
};
var P = class {
  constructor(e) {
    this.idx = 1, de(this, Ie(e, (r) => r !== void 0));
  }
  accept(e) {
    e.visit(this);
  }
};
function zn(t2) {
  return E(t2, Sr);
}
function Sr(t2) {
  function e(r) {
    return E(r, Sr);
  }
  if (t2 instanceof G) {
    let r = { type: "NonTerminal", name: t2.nonTerminalName, idx: t2.idx };
    return ce(t2.label) && (r.label = t2.label), r;
  } else {
    if (t2 instanceof W) return { type: "Alternative", definition: e(t2.definition) };
    if (t2 instanceof j) return { type: "Option", idx: t2.idx, definition: e(t2.definition) };
    if (t2 instanceof ne) return { type: "RepetitionMandatory", idx: t2.idx, definition: e(t2.definition) };
    if (t2 instanceof ie) return { type: "RepetitionMandatoryWithSeparator", idx: t2.idx, separator: Sr(new P({ terminalType: t2.separator })), definition: e(t2.definition) };
    if (t2 instanceof Z) return { type: "RepetitionWithSeparator", idx: t2.idx, separator: Sr(new P({ terminalType: t2.separator })), definition: e(t2.definition) };
    if (t2 instanceof F) return { type: "Repetition", idx: t2.idx, definition: e(t2.definition) };
    if (t2 instanceof J) return { type: "Alternation", idx: t2.idx, definition: e(t2.definition) };
    if (t2 instanceof P) {
      let r = { type: "Terminal", name: t2.terminalType.name, label: FA(t2.terminalType), idx: t2.idx };
      ce(t2.label) && (r.terminalLabel = t2.label);
      let n = t2.terminalType.PATTERN;
      return t2.terminalType.PATTERN && (r.pattern = Be(n) ? n.source : n), r;
    } else {
      if (t2 instanceof Ce) return { type: "Rule", name: t2.name, orgText: t2.orgText, definition: e(t2.definition) };
      throw Error("non exhaustive match");
    }
  }
}
var Le = class {
  visit(e) {
    let r = e;
    switch (r.constructor) {
      case G:
        return this.visitNonTerminal(r);
      case W:
        return this.visitAlternative(r);
      case j:
        return this.visitOption(r);
      case ne:
        return this.visitRepetitionMandatory(r);
      case ie:
        return this.visitRepetitionMandatoryWithSeparator(r);
      case Z:
        return this.visitRepetitionWithSeparator(r);
      case F:
        return this.visitRepetition(r);
      case J:
        return this.visitAlternation(r);
      case P:
        return this.visitTerminal(r);
      case Ce:
        return this.visitRule(r);
      default:
        throw Error("non exhaustive match");
    }
  }
  visitNonTerminal(e) {
  }
  visitAlternative(e) {
  }
  visitOption(e) {
  }
  visitRepetition(e) {
  }
  visitRepetitionMandatory(e) {
  }
  visitRepetitionMandatoryWithSeparator(e) {
  }
  visitRepetitionWithSeparator(e) {
  }
  visitAlternation(e) {
  }
  visitTerminal(e) {
  }
  visitRule(e) {
  }
};
function Ao(t2) {
  return t2 instanceof W || t2 instanceof j || t2 instanceof F || t2 instanceof ne || t2 instanceof ie || t2 instanceof Z || t2 instanceof P || t2 instanceof Ce;
}
function Gt(t2, e = []) {
  return t2 instanceof j || t2 instanceof F || t2 instanceof Z ? true : t2 instanceof J ? $r(t2.definition, (n) => Gt(n, e)) : t2 instanceof G && H(e, t2) ? false : t2 instanceof Pe ? (t2 instanceof G && e.push(t2), Ee(t2.definition, (n) => Gt(n, e))) : false;
}
function To(t2) {
  return t2 instanceof J;
}
function _e(t2) {
  if (t2 instanceof G) return "SUBRULE";
  if (t2 instanceof j) return "OPTION";
  if (t2 instanceof J) return "OR";
  if (t2 instanceof ne) return "AT_LEAST_ONE";
  if (t2 instanceof ie) return "AT_LEAST_ONE_SEP";
  if (t2 instanceof Z) return "MANY_SEP";
  if (t2 instanceof F) return "MANY";
  if (t2 instanceof P) return "CONSUME";
  throw Error("non exhaustive match");
}
var pt = class {
  walk(e, r = []) {
    x(e.definition, (n, i) => {
      let o = re(e.definition, i + 1);
      if (n instanceof G) this.walkProdRef(n, o, r);
      else if (n instanceof P) this.walkTerminal(n, o, r);
      else if (n instanceof W) this.walkFlat(n, o, r);
      else if (n instanceof j) this.walkOption(n, o, r);
      else if (n instanceof ne) this.walkAtLeastOne(n, o, r);
      else if (n instanceof ie) this.walkAtLeastOneSep(n, o, r);
      else if (n instanceof Z) this.walkManySep(n, o, r);
      else if (n instanceof F) this.walkMany(n, o, r);
      else if (n instanceof J) this.walkOr(n, o, r);
      else throw Error("non exhaustive match");
    });
  }
  walkTerminal(e, r, n) {
  }
  walkProdRef(e, r, n) {
  }
  walkFlat(e, r, n) {
    let i = r.concat(n);
    this.walk(e, i);
  }
  walkOption(e, r, n) {
    let i = r.concat(n);
    this.walk(e, i);
  }
  walkAtLeastOne(e, r, n) {
    let i = [new j({ definition: e.definition })].concat(r, n);
    this.walk(e, i);
  }
  walkAtLeastOneSep(e, r, n) {
    let i = Nc(e, r, n);
    this.walk(e, i);
  }
  walkMany(e, r, n) {
    let i = [new j({ definition: e.definition })].concat(r, n);
    this.walk(e, i);
  }
  walkManySep(e, r, n) {
    let i = Nc(e, r, n);
    this.walk(e, i);
  }
  walkOr(e, r, n) {
    let i = r.concat(n);
    x(e.definition, (o) => {
      let a = new W({ definition: [o] });
      this.walk(a, i);
    });
  }
};
function Nc(t2, e, r) {
  return [new j({ definition: [new P({ terminalType: t2.separator })].concat(t2.definition) })].concat(e, r);
}
function Wt(t2) {
  if (t2 instanceof G) return Wt(t2.referencedRule);
  if (t2 instanceof P) return wA(t2);
  if (Ao(t2)) return UA(t2);
  if (To(t2)) return kA(t2);
  throw Error("non exhaustive match");
}
function UA(t2) {
  let e = [], r = t2.definition, n = 0, i = r.length > n, o, a = true;
  for (; i && a; ) o = r[n], a = Gt(o), e = e.concat(Wt(o)), n = n + 1, i = r.length > n;
  return Ar(e);
}
function kA(t2) {
  let e = E(t2.definition, (r) => Wt(r));
  return Ar(ue(e));
}
function wA(t2) {
  return [t2.terminalType];
}
var Qn = "_~IN~_";
var So = class extends pt {
  constructor(e) {
    super(), this.topProd = e, this.follows = {};
  }
  startWalking() {
    return this.walk(this.topProd), this.follows;
  }
  walkTerminal(e, r, n) {
  }
  walkProdRef(e, r, n) {
    let i = BA(e.referencedRule, e.idx) + this.topProd.name, o = r.concat(n), a = new W({ definition: o }), s = Wt(a);
    this.follows[i] = s;
  }
};
function Oc(t2) {
  let e = {};
  return x(t2, (r) => {
    let n = new So(r).startWalking();
    de(e, n);
  }), e;
}
function BA(t2, e) {
  return t2.name + e + Qn;
}
function N(t2) {
  return t2.charCodeAt(0);
}
function Zn(t2, e) {
  Array.isArray(t2) ? t2.forEach(function(r) {
    e.push(r);
  }) : e.push(t2);
}
function Cr(t2, e) {
  if (t2[e] === true) throw "duplicate flag " + e;
  let r = t2[e];
  t2[e] = true;
}
function $t(t2) {
  if (t2 === void 0) throw Error("Internal Error - Should never get here!");
  return true;
}
function Kr() {
  throw Error("Internal Error - Should never get here!");
}
function Co(t2) {
  return t2.type === "Character";
}
var Yr = [];
for (let t2 = N("0"); t2 <= N("9"); t2++) Yr.push(t2);
var Xr = [N("_")].concat(Yr);
for (let t2 = N("a"); t2 <= N("z"); t2++) Xr.push(t2);
for (let t2 = N("A"); t2 <= N("Z"); t2++) Xr.push(t2);
var Lo = [N(" "), N("\f"), N(`
`), N("\r"), N("	"), N("\v"), N("	"), N(" "), N(" "), N(" "), N(" "), N(" "), N(" "), N(" "), N(" "), N(" "), N(" "), N(" "), N(" "), N(" "), N("\u2028"), N("\u2029"), N(" "), N(" "), N("　"), N("\uFEFF")];
var DA = /[0-9a-fA-F]/;
var Jn = /[0-9]/;
var GA = /[1-9]/;
var qr = class {
  constructor() {
    this.idx = 0, this.input = "", this.groupIdx = 0;
  }
  saveState() {
    return { idx: this.idx, input: this.input, groupIdx: this.groupIdx };
  }
  restoreState(e) {
    this.idx = e.idx, this.input = e.input, this.groupIdx = e.groupIdx;
  }
  pattern(e) {
    this.idx = 0, this.input = e, this.groupIdx = 0, this.consumeChar("/");
    let r = this.disjunction();
    this.consumeChar("/");
    let n = { type: "Flags", loc: { begin: this.idx, end: e.length }, global: false, ignoreCase: false, multiLine: false, unicode: false, sticky: false };
    for (; this.isRegExpFlag(); ) switch (this.popChar()) {
      case "g":
        Cr(n, "global");
        break;
      case "i":
        Cr(n, "ignoreCase");
        break;
      case "m":
        Cr(n, "multiLine");
        break;
      case "u":
        Cr(n, "unicode");
        break;
      case "y":
        Cr(n, "sticky");
        break;
    }
    if (this.idx !== this.input.length) throw Error("Redundant input: " + this.input.substring(this.idx));
    return { type: "Pattern", flags: n, value: r, loc: this.loc(0) };
  }
  disjunction() {
    let e = [], r = this.idx;
    for (e.push(this.alternative()); this.peekChar() === "|"; ) this.consumeChar("|"), e.push(this.alternative());
    return { type: "Disjunction", value: e, loc: this.loc(r) };
  }
  alternative() {
    let e = [], r = this.idx;
    for (; this.isTerm(); ) e.push(this.term());
    return { type: "Alternative", value: e, loc: this.loc(r) };
  }
  term() {
    return this.isAssertion() ? this.assertion() : this.atom();
  }
  assertion() {
    let e = this.idx;
    switch (this.popChar()) {
      case "^":
        return { type: "StartAnchor", loc: this.loc(e) };
      case "$":
        return { type: "EndAnchor", loc: this.loc(e) };
      case "\\":
        switch (this.popChar()) {
          case "b":
            return { type: "WordBoundary", loc: this.loc(e) };
          case "B":
            return { type: "NonWordBoundary", loc: this.loc(e) };
        }
        throw Error("Invalid Assertion Escape");
      case "(":
        this.consumeChar("?");
        let r;
        switch (this.popChar()) {
          case "=":
            r = "Lookahead";
            break;
          case "!":
            r = "NegativeLookahead";
            break;
        }
        $t(r);
        let n = this.disjunction();
        return this.consumeChar(")"), { type: r, value: n, loc: this.loc(e) };
    }
    return Kr();
  }
  quantifier(e = false) {
    let r, n = this.idx;
    switch (this.popChar()) {
      case "*":
        r = { atLeast: 0, atMost: 1 / 0 };
        break;
      case "+":
        r = { atLeast: 1, atMost: 1 / 0 };
        break;
      case "?":
        r = { atLeast: 0, atMost: 1 };
        break;
      case "{":
        let i = this.integerIncludingZero();
        switch (this.popChar()) {
          case "}":
            r = { atLeast: i, atMost: i };
            break;
          case ",":
            let o;
            this.isDigit() ? (o = this.integerIncludingZero(), r = { atLeast: i, atMost: o }) : r = { atLeast: i, atMost: 1 / 0 }, this.consumeChar("}");
            break;
        }
        if (e === true && r === void 0) return;
        $t(r);
        break;
    }
    if (!(e === true && r === void 0) && $t(r)) return this.peekChar(0) === "?" ? (this.consumeChar("?"), r.greedy = false) : r.greedy = true, r.type = "Quantifier", r.loc = this.loc(n), r;
  }
  atom() {
    let e, r = this.idx;
    switch (this.peekChar()) {
      case ".":
        e = this.dotAll();
        break;
      case "\\":
        e = this.atomEscape();
        break;
      case "[":
        e = this.characterClass();
        break;
      case "(":
        e = this.group();
        break;
    }
    return e === void 0 && this.isPatternCharacter() && (e = this.patternCharacter()), $t(e) ? (e.loc = this.loc(r), this.isQuantifier() && (e.quantifier = this.quantifier()), e) : Kr();
  }
  dotAll() {
    return this.consumeChar("."), { type: "Set", complement: true, value: [N(`
`), N("\r"), N("\u2028"), N("\u2029")] };
  }
  atomEscape() {
    switch (this.consumeChar("\\"), this.peekChar()) {
      case "1":
      case "2":
      case "3":
      case "4":
      case "5":
      case "6":
      case "7":
      case "8":
      case "9":
        return this.decimalEscapeAtom();
      case "d":
      case "D":
      case "s":
      case "S":
      case "w":
      case "W":
        return this.characterClassEscape();
      case "f":
      case "n":
      case "r":
      case "t":
      case "v":
        return this.controlEscapeAtom();
      case "c":
        return this.controlLetterEscapeAtom();
      case "0":
        return this.nulCharacterAtom();
      case "x":
        return this.hexEscapeSequenceAtom();
      case "u":
        return this.regExpUnicodeEscapeSequenceAtom();
      default:
        return this.identityEscapeAtom();
    }
  }
  decimalEscapeAtom() {
    return { type: "GroupBackReference", value: this.positiveInteger() };
  }
  characterClassEscape() {
    let e, r = false;
    switch (this.popChar()) {
      case "d":
        e = Yr;
        break;
      case "D":
        e = Yr, r = true;
        break;
      case "s":
        e = Lo;
        break;
      case "S":
        e = Lo, r = true;
        break;
      case "w":
        e = Xr;
        break;
      case "W":
        e = Xr, r = true;
        break;
    }
    return $t(e) ? { type: "Set", value: e, complement: r } : Kr();
  }
  controlEscapeAtom() {
    let e;
    switch (this.popChar()) {
      case "f":
        e = N("\f");
        break;
      case "n":
        e = N(`
`);
        break;
      case "r":
        e = N("\r");
        break;
      case "t":
        e = N("	");
        break;
      case "v":
        e = N("\v");
        break;
    }
    return $t(e) ? { type: "Character", value: e } : Kr();
  }
  controlLetterEscapeAtom() {
    this.consumeChar("c");
    let e = this.popChar();
    if (/[a-zA-Z]/.test(e) === false) throw Error("Invalid ");
    return { type: "Character", value: e.toUpperCase().charCodeAt(0) - 64 };
  }
  nulCharacterAtom() {
    return this.consumeChar("0"), { type: "Character", value: N("\0") };
  }
  hexEscapeSequenceAtom() {
    return this.consumeChar("x"), this.parseHexDigits(2);
  }
  regExpUnicodeEscapeSequenceAtom() {
    return this.consumeChar("u"), this.parseHexDigits(4);
  }
  identityEscapeAtom() {
    let e = this.popChar();
    return { type: "Character", value: N(e) };
  }
  classPatternCharacterAtom() {
    switch (this.peekChar()) {
      case `
`:
      case "\r":
      case "\u2028":
      case "\u2029":
      case "\\":
      case "]":
        throw Error("TBD");
      default:
        let e = this.popChar();
        return { type: "Character", value: N(e) };
    }
  }
  characterClass() {
    let e = [], r = false;
    for (this.consumeChar("["), this.peekChar(0) === "^" && (this.consumeChar("^"), r = true); this.isClassAtom(); ) {
      let n = this.classAtom(), i = n.type === "Character";
      if (Co(n) && this.isRangeDash()) {
        this.consumeChar("-");
        let o = this.classAtom(), a = o.type === "Character";
        if (Co(o)) {
          if (o.value < n.value) throw Error("Range out of order in character class");
          e.push({ from: n.value, to: o.value });
        } else Zn(n.value, e), e.push(N("-")), Zn(o.value, e);
      } else Zn(n.value, e);
    }
    return this.consumeChar("]"), { type: "Set", complement: r, value: e };
  }
  classAtom() {
    switch (this.peekChar()) {
      case "]":
      case `
`:
      case "\r":
      case "\u2028":
      case "\u2029":
        throw Error("TBD");
      case "\\":
        return this.classEscape();
      default:
        return this.classPatternCharacterAtom();
    }
  }
  classEscape() {
    switch (this.consumeChar("\\"), this.peekChar()) {
      case "b":
        return this.consumeChar("b"), { type: "Character", value: N("\b") };
      case "d":
      case "D":
      case "s":
      case "S":
      case "w":
      case "W":
        return this.characterClassEscape();
      case "f":
      case "n":
      case "r":
      case "t":
      case "v":
        return this.controlEscapeAtom();
      case "c":
        return this.controlLetterEscapeAtom();
      case "0":
        return this.nulCharacterAtom();
      case "x":
        return this.hexEscapeSequenceAtom();
      case "u":
        return this.regExpUnicodeEscapeSequenceAtom();
      default:
        return this.identityEscapeAtom();
    }
  }
  group() {
    let e = true;
    switch (this.consumeChar("("), this.peekChar(0)) {
      case "?":
        this.consumeChar("?"), this.consumeChar(":"), e = false;
        break;
      default:
        this.groupIdx++;
        break;
    }
    let r = this.disjunction();
    this.consumeChar(")");
    let n = { type: "Group", capturing: e, value: r };
    return e && (n.idx = this.groupIdx), n;
  }
  positiveInteger() {
    let e = this.popChar();
    if (GA.test(e) === false) throw Error("Expecting a positive integer");
    for (; Jn.test(this.peekChar(0)); ) e += this.popChar();
    return parseInt(e, 10);
  }
  integerIncludingZero() {
    let e = this.popChar();
    if (Jn.test(e) === false) throw Error("Expecting an integer");
    for (; Jn.test(this.peekChar(0)); ) e += this.popChar();
    return parseInt(e, 10);
  }
  patternCharacter() {
    let e = this.popChar();
    switch (e) {
      case `
`:
      case "\r":
      case "\u2028":
      case "\u2029":
      case "^":
      case "$":
      case "\\":
      case ".":
      case "*":
      case "+":
      case "?":
      case "(":
      case ")":
      case "[":
      case "|":
        throw Error("TBD");
      default:
        return { type: "Character", value: N(e) };
    }
  }
  isRegExpFlag() {
    switch (this.peekChar(0)) {
      case "g":
      case "i":
      case "m":
      case "u":
      case "y":
        return true;
      default:
        return false;
    }
  }
  isRangeDash() {
    return this.peekChar() === "-" && this.isClassAtom(1);
  }
  isDigit() {
    return Jn.test(this.peekChar(0));
  }
  isClassAtom(e = 0) {
    switch (this.peekChar(e)) {
      case "]":
      case `
`:
      case "\r":
      case "\u2028":
      case "\u2029":
        return false;
      default:
        return true;
    }
  }
  isTerm() {
    return this.isAtom() || this.isAssertion();
  }
  isAtom() {
    if (this.isPatternCharacter()) return true;
    switch (this.peekChar(0)) {
      case ".":
      case "\\":
      case "[":
      case "(":
        return true;
      default:
        return false;
    }
  }
  isAssertion() {
    switch (this.peekChar(0)) {
      case "^":
      case "$":
        return true;
      case "\\":
        switch (this.peekChar(1)) {
          case "b":
          case "B":
            return true;
          default:
            return false;
        }
      case "(":
        return this.peekChar(1) === "?" && (this.peekChar(2) === "=" || this.peekChar(2) === "!");
      default:
        return false;
    }
  }
  isQuantifier() {
    let e = this.saveState();
    try {
      return this.quantifier(true) !== void 0;
    } catch {
      return false;
    } finally {
      this.restoreState(e);
    }
  }
  isPatternCharacter() {
    switch (this.peekChar()) {
      case "^":
      case "$":
      case "\\":
      case ".":
      case "*":
      case "+":
      case "?":
      case "(":
      case ")":
      case "[":
      case "|":
      case "/":
      case `
`:
      case "\r":
      case "\u2028":
      case "\u2029":
        return false;
      default:
        return true;
    }
  }
  parseHexDigits(e) {
    let r = "";
    for (let i = 0; i < e; i++) {
      let o = this.popChar();
      if (DA.test(o) === false) throw Error("Expecting a HexDecimal digits");
      r += o;
    }
    return { type: "Character", value: parseInt(r, 16) };
  }
  peekChar(e = 0) {
    return this.input[this.idx + e];
  }
  popChar() {
    let e = this.peekChar(0);
    return this.consumeChar(void 0), e;
  }
  consumeChar(e) {
    if (e !== void 0 && this.input[this.idx] !== e) throw Error("Expected: '" + e + "' but found: '" + this.input[this.idx] + "' at offset: " + this.idx);
    if (this.idx >= this.input.length) throw Error("Unexpected end of input");
    this.idx++;
  }
  loc(e) {
    return { begin: e, end: this.idx };
  }
};
var Mt = class {
  visitChildren(e) {
    for (let r in e) {
      let n = e[r];
      e.hasOwnProperty(r) && (n.type !== void 0 ? this.visit(n) : Array.isArray(n) && n.forEach((i) => {
        this.visit(i);
      }, this));
    }
  }
  visit(e) {
    switch (e.type) {
      case "Pattern":
        this.visitPattern(e);
        break;
      case "Flags":
        this.visitFlags(e);
        break;
      case "Disjunction":
        this.visitDisjunction(e);
        break;
      case "Alternative":
        this.visitAlternative(e);
        break;
      case "StartAnchor":
        this.visitStartAnchor(e);
        break;
      case "EndAnchor":
        this.visitEndAnchor(e);
        break;
      case "WordBoundary":
        this.visitWordBoundary(e);
        break;
      case "NonWordBoundary":
        this.visitNonWordBoundary(e);
        break;
      case "Lookahead":
        this.visitLookahead(e);
        break;
      case "NegativeLookahead":
        this.visitNegativeLookahead(e);
        break;
      case "Character":
        this.visitCharacter(e);
        break;
      case "Set":
        this.visitSet(e);
        break;
      case "Group":
        this.visitGroup(e);
        break;
      case "GroupBackReference":
        this.visitGroupBackReference(e);
        break;
      case "Quantifier":
        this.visitQuantifier(e);
        break;
    }
    this.visitChildren(e);
  }
  visitPattern(e) {
  }
  visitFlags(e) {
  }
  visitDisjunction(e) {
  }
  visitAlternative(e) {
  }
  visitStartAnchor(e) {
  }
  visitEndAnchor(e) {
  }
  visitWordBoundary(e) {
  }
  visitNonWordBoundary(e) {
  }
  visitLookahead(e) {
  }
  visitNegativeLookahead(e) {
  }
  visitCharacter(e) {
  }
  visitSet(e) {
  }
  visitGroup(e) {
  }
  visitGroupBackReference(e) {
  }
  visitQuantifier(e) {
  }
};
var ei = {};
var WA = new qr();
function Lr(t2) {
  let e = t2.toString();
  if (ei.hasOwnProperty(e)) return ei[e];
  {
    let r = WA.pattern(e);
    return ei[e] = r, r;
  }
}
function Rc() {
  ei = {};
}
var _c = "Complement Sets are not supported for first char optimization";
var zr = `Unable to use "first char" lexer optimizations:
`;
function bc(t2, e = false) {
  try {
    let r = Lr(t2);
    return yo(r.value, {}, r.flags.ignoreCase);
  } catch (r) {
    if (r.message === _c) e && Vr(`${zr}	Unable to optimize: < ${t2.toString()} >
	Complement Sets cannot be automatically optimized.
	This will disable the lexer's first char optimizations.
	See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#COMPLEMENT for details.`);
    else {
      let n = "";
      e && (n = `
	This will disable the lexer's first char optimizations.
	See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#REGEXP_PARSING for details.`), Tr(`${zr}
	Failed parsing: < ${t2.toString()} >
	Using the @chevrotain/regexp-to-ast library
	Please open an issue at: https://github.com/chevrotain/chevrotain/issues` + n);
    }
  }
  return [];
}
function yo(t2, e, r) {
  switch (t2.type) {
    case "Disjunction":
      for (let i = 0; i < t2.value.length; i++) yo(t2.value[i], e, r);
      break;
    case "Alternative":
      let n = t2.value;
      for (let i = 0; i < n.length; i++) {
        let o = n[i];
        switch (o.type) {
          case "EndAnchor":
          case "GroupBackReference":
          case "Lookahead":
          case "NegativeLookahead":
          case "StartAnchor":
          case "WordBoundary":
          case "NonWordBoundary":
            continue;
        }
        let a = o;
        switch (a.type) {
          case "Character":
            ti(a.value, e, r);
            break;
          case "Set":
            if (a.complement === true) throw Error(_c);
            x(a.value, (l) => {
              if (typeof l == "number") ti(l, e, r);
              else {
                let c = l;
                if (r === true) for (let p = c.from; p <= c.to; p++) ti(p, e, r);
                else {
                  for (let p = c.from; p <= c.to && p < yr; p++) ti(p, e, r);
                  if (c.to >= yr) {
                    let p = c.from >= yr ? c.from : yr, h = c.to, d = nt(p), A = nt(h);
                    for (let L = d; L <= A; L++) e[L] = L;
                  }
                }
              }
            });
            break;
          case "Group":
            yo(a.value, e, r);
            break;
          default:
            throw Error("Non Exhaustive Match");
        }
        let s = a.quantifier !== void 0 && a.quantifier.atLeast === 0;
        if (a.type === "Group" && No(a) === false || a.type !== "Group" && s === false) break;
      }
      break;
    default:
      throw Error("non exhaustive match!");
  }
  return M(e);
}
function ti(t2, e, r) {
  let n = nt(t2);
  e[n] = n, r === true && $A(t2, e);
}
function $A(t2, e) {
  let r = String.fromCharCode(t2), n = r.toUpperCase();
  if (n !== r) {
    let i = nt(n.charCodeAt(0));
    e[i] = i;
  } else {
    let i = r.toLowerCase();
    if (i !== r) {
      let o = nt(i.charCodeAt(0));
      e[o] = o;
    }
  }
}
function Ic(t2, e) {
  return rt(t2.value, (r) => {
    if (typeof r == "number") return H(e, r);
    {
      let n = r;
      return rt(e, (i) => n.from <= i && i <= n.to) !== void 0;
    }
  });
}
function No(t2) {
  let e = t2.quantifier;
  return e && e.atLeast === 0 ? true : t2.value ? C(t2.value) ? Ee(t2.value, No) : No(t2.value) : false;
}
var Oo = class extends Mt {
  constructor(e) {
    super(), this.targetCharCodes = e, this.found = false;
  }
  visitChildren(e) {
    if (this.found !== true) {
      switch (e.type) {
        case "Lookahead":
          this.visitLookahead(e);
          return;
        case "NegativeLookahead":
          this.visitNegativeLookahead(e);
          return;
      }
      super.visitChildren(e);
    }
  }
  visitCharacter(e) {
    H(this.targetCharCodes, e.value) && (this.found = true);
  }
  visitSet(e) {
    e.complement ? Ic(e, this.targetCharCodes) === void 0 && (this.found = true) : Ic(e, this.targetCharCodes) !== void 0 && (this.found = true);
  }
};
function ri(t2, e) {
  if (e instanceof RegExp) {
    let r = Lr(e), n = new Oo(t2);
    return n.visit(r), n.found;
  } else return rt(e, (r) => H(t2, r.charCodeAt(0))) !== void 0;
}
var Vt = "PATTERN";
var Nr = "defaultMode";
var ni = "modes";
var Io = typeof new RegExp("(?:)").sticky == "boolean";
function Fc(t2, e) {
  e = xr(e, { useSticky: Io, debug: false, safeMode: false, positionTracking: "full", lineTerminatorCharacters: ["\r", `
`], tracer: (g, m) => m() });
  let r = e.tracer;
  r("initCharCodeToOptimizedIndexMap", () => {
    aT();
  });
  let n;
  r("Reject Lexer.NA", () => {
    n = Ft(t2, (g) => g[Vt] === b.NA);
  });
  let i = false, o;
  r("Transform Patterns", () => {
    i = false, o = E(n, (g) => {
      let m = g[Vt];
      if (Be(m)) {
        let I = m.source;
        return I.length === 1 && I !== "^" && I !== "$" && I !== "." && !m.ignoreCase ? I : I.length === 2 && I[0] === "\\" && !H(["d", "D", "s", "S", "t", "r", "n", "t", "0", "c", "b", "B", "f", "v", "w", "W"], I[1]) ? I[1] : e.useSticky ? Pc(m) : vc(m);
      } else {
        if (Te(m)) return i = true, { exec: m };
        if (typeof m == "object") return i = true, m;
        if (typeof m == "string") {
          if (m.length === 1) return m;
          {
            let I = m.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), _ = new RegExp(I);
            return e.useSticky ? Pc(_) : vc(_);
          }
        } else throw Error("non exhaustive match");
      }
    });
  });
  let a, s, l, c, p;
  r("misc mapping", () => {
    a = E(n, (g) => g.tokenTypeIdx), s = E(n, (g) => {
      let m = g.GROUP;
      if (m !== b.SKIPPED) {
        if (ce(m)) return m;
        if (xe(m)) return false;
        throw Error("non exhaustive match");
      }
    }), l = E(n, (g) => {
      let m = g.LONGER_ALT;
      if (m) return C(m) ? E(m, (_) => qn(n, _)) : [qn(n, m)];
    }), c = E(n, (g) => g.PUSH_MODE), p = E(n, (g) => T(g, "POP_MODE"));
  });
  let h;
  r("Line Terminator Handling", () => {
    let g = Wc(e.lineTerminatorCharacters);
    h = E(n, (m) => false), e.positionTracking !== "onlyOffset" && (h = E(n, (m) => T(m, "LINE_BREAKS") ? !!m.LINE_BREAKS : Gc(m, g) === false && ri(g, m.PATTERN)));
  });
  let d, A, L, y;
  r("Misc Mapping #2", () => {
    d = E(n, Bc), A = E(o, iT), L = le(n, (g, m) => {
      let I = m.GROUP;
      return ce(I) && I !== b.SKIPPED && (g[I] = []), g;
    }, {}), y = E(o, (g, m) => ({ pattern: o[m], longerAlt: l[m], canLineTerminator: h[m], isCustom: d[m], short: A[m], group: s[m], push: c[m], pop: p[m], tokenTypeIdx: a[m], tokenType: n[m] }));
  });
  let O = true, S = [];
  return e.safeMode || r("First Char Optimization", () => {
    S = le(n, (g, m, I) => {
      if (typeof m.PATTERN == "string") {
        let _ = m.PATTERN.charCodeAt(0), be = nt(_);
        Ro(g, be, y[I]);
      } else if (C(m.START_CHARS_HINT)) {
        let _;
        x(m.START_CHARS_HINT, (be) => {
          let to = typeof be == "string" ? be.charCodeAt(0) : be, Ke = nt(to);
          _ !== Ke && (_ = Ke, Ro(g, Ke, y[I]));
        });
      } else if (Be(m.PATTERN)) if (m.PATTERN.unicode) O = false, e.ensureOptimizations && Tr(`${zr}	Unable to analyze < ${m.PATTERN.toString()} > pattern.
	The regexp unicode flag is not currently supported by the regexp-to-ast library.
	This will disable the lexer's first char optimizations.
	For details See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#UNICODE_OPTIMIZE`);
      else {
        let _ = bc(m.PATTERN, e.ensureOptimizations);
        v(_) && (O = false), x(_, (be) => {
          Ro(g, be, y[I]);
        });
      }
      else e.ensureOptimizations && Tr(`${zr}	TokenType: <${m.name}> is using a custom token pattern without providing <start_chars_hint> parameter.
	This will disable the lexer's first char optimizations.
	For details See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#CUSTOM_OPTIMIZE`), O = false;
      return g;
    }, []);
  }), { emptyGroups: L, patternIdxToConfig: y, charCodeToPatternIdxToConfig: S, hasCustom: i, canBeOptimized: O };
}
function Mc(t2, e) {
  let r = [], n = jA(t2);
  r = r.concat(n.errors);
  let i = HA(n.valid), o = i.valid;
  return r = r.concat(i.errors), r = r.concat(VA(o)), r = r.concat(JA(o)), r = r.concat(eT(o, e)), r = r.concat(tT(o)), r;
}
function VA(t2) {
  let e = [], r = ge(t2, (n) => Be(n[Vt]));
  return e = e.concat(YA(r)), e = e.concat(zA(r)), e = e.concat(QA(r)), e = e.concat(ZA(r)), e = e.concat(XA(r)), e;
}
function jA(t2) {
  let e = ge(t2, (i) => !T(i, Vt)), r = E(e, (i) => ({ message: "Token Type: ->" + i.name + "<- missing static 'PATTERN' property", type: K.MISSING_PATTERN, tokenTypes: [i] })), n = Pt(t2, e);
  return { errors: r, valid: n };
}
function HA(t2) {
  let e = ge(t2, (i) => {
    let o = i[Vt];
    return !Be(o) && !Te(o) && !T(o, "exec") && !ce(o);
  }), r = E(e, (i) => ({ message: "Token Type: ->" + i.name + "<- static 'PATTERN' can only be a RegExp, a Function matching the {CustomPatternMatcherFunc} type or an Object matching the {ICustomPattern} interface.", type: K.INVALID_PATTERN, tokenTypes: [i] })), n = Pt(t2, e);
  return { errors: r, valid: n };
}
var KA = /[^\\][$]/;
function YA(t2) {
  class e extends Mt {
    constructor() {
      super(...arguments), this.found = false;
    }
    visitEndAnchor(o) {
      this.found = true;
    }
  }
  let r = ge(t2, (i) => {
    let o = i.PATTERN;
    try {
      let a = Lr(o), s = new e();
      return s.visit(a), s.found;
    } catch {
      return KA.test(o.source);
    }
  });
  return E(r, (i) => ({ message: `Unexpected RegExp Anchor Error:
	Token Type: ->` + i.name + `<- static 'PATTERN' cannot contain end of input anchor '$'
	See chevrotain.io/docs/guide/resolving_lexer_errors.html#ANCHORS	for details.`, type: K.EOI_ANCHOR_FOUND, tokenTypes: [i] }));
}
function XA(t2) {
  let e = ge(t2, (n) => n.PATTERN.test(""));
  return E(e, (n) => ({ message: "Token Type: ->" + n.name + "<- static 'PATTERN' must not match an empty string", type: K.EMPTY_MATCH_PATTERN, tokenTypes: [n] }));
}
var qA = /[^\\[][\^]|^\^/;
function zA(t2) {
  class e extends Mt {
    constructor() {
      super(...arguments), this.found = false;
    }
    visitStartAnchor(o) {
      this.found = true;
    }
  }
  let r = ge(t2, (i) => {
    let o = i.PATTERN;
    try {
      let a = Lr(o), s = new e();
      return s.visit(a), s.found;
    } catch {
      return qA.test(o.source);
    }
  });
  return E(r, (i) => ({ message: `Unexpected RegExp Anchor Error:
	Token Type: ->` + i.name + `<- static 'PATTERN' cannot contain start of input anchor '^'
	See https://chevrotain.io/docs/guide/resolving_lexer_errors.html#ANCHORS	for details.`, type: K.SOI_ANCHOR_FOUND, tokenTypes: [i] }));
}
function QA(t2) {
  let e = ge(t2, (n) => {
    let i = n[Vt];
    return i instanceof RegExp && (i.multiline || i.global);
  });
  return E(e, (n) => ({ message: "Token Type: ->" + n.name + "<- static 'PATTERN' may NOT contain global('g') or multiline('m')", type: K.UNSUPPORTED_FLAGS_FOUND, tokenTypes: [n] }));
}
function ZA(t2) {
  let e = [], r = E(t2, (o) => le(t2, (a, s) => (o.PATTERN.source === s.PATTERN.source && !H(e, s) && s.PATTERN !== b.NA && (e.push(s), a.push(s)), a), []));
  r = et(r);
  let n = ge(r, (o) => o.length > 1);
  return E(n, (o) => {
    let a = E(o, (l) => l.name);
    return { message: `The same RegExp pattern ->${he(o).PATTERN}<-has been used in all of the following Token Types: ${a.join(", ")} <-`, type: K.DUPLICATE_PATTERNS_FOUND, tokenTypes: o };
  });
}
function JA(t2) {
  let e = ge(t2, (n) => {
    if (!T(n, "GROUP")) return false;
    let i = n.GROUP;
    return i !== b.SKIPPED && i !== b.NA && !ce(i);
  });
  return E(e, (n) => ({ message: "Token Type: ->" + n.name + "<- static 'GROUP' can only be Lexer.SKIPPED/Lexer.NA/A String", type: K.INVALID_GROUP_TYPE_FOUND, tokenTypes: [n] }));
}
function eT(t2, e) {
  let r = ge(t2, (i) => i.PUSH_MODE !== void 0 && !H(e, i.PUSH_MODE));
  return E(r, (i) => ({ message: `Token Type: ->${i.name}<- static 'PUSH_MODE' value cannot refer to a Lexer Mode ->${i.PUSH_MODE}<-which does not exist`, type: K.PUSH_MODE_DOES_NOT_EXIST, tokenTypes: [i] }));
}
function tT(t2) {
  let e = [], r = le(t2, (n, i, o) => {
    let a = i.PATTERN;
    return a === b.NA || (ce(a) ? n.push({ str: a, idx: o, tokenType: i }) : Be(a) && nT(a) && n.push({ str: a.source, idx: o, tokenType: i })), n;
  }, []);
  return x(t2, (n, i) => {
    x(r, ({ str: o, idx: a, tokenType: s }) => {
      if (i < a && rT(o, n.PATTERN)) {
        let l = `Token: ->${s.name}<- can never be matched.
Because it appears AFTER the Token Type ->${n.name}<-in the lexer's definition.
See https://chevrotain.io/docs/guide/resolving_lexer_errors.html#UNREACHABLE`;
        e.push({ message: l, type: K.UNREACHABLE_PATTERN, tokenTypes: [n, s] });
      }
    });
  }), e;
}
function rT(t2, e) {
  if (Be(e)) {
    let r = e.exec(t2);
    return r !== null && r.index === 0;
  } else {
    if (Te(e)) return e(t2, 0, [], {});
    if (T(e, "exec")) return e.exec(t2, 0, [], {});
    if (typeof e == "string") return e === t2;
    throw Error("non exhaustive match");
  }
}
function nT(t2) {
  return rt([".", "\\", "[", "]", "|", "^", "$", "(", ")", "?", "*", "+", "{"], (r) => t2.source.indexOf(r) !== -1) === void 0;
}
function vc(t2) {
  let e = t2.ignoreCase ? "i" : "";
  return new RegExp(`^(?:${t2.source})`, e);
}
function Pc(t2) {
  let e = t2.ignoreCase ? "iy" : "y";
  return new RegExp(`${t2.source}`, e);
}
function Uc(t2, e, r) {
  let n = [];
  return T(t2, Nr) || n.push({ message: "A MultiMode Lexer cannot be initialized without a <" + Nr + `> property in its definition
`, type: K.MULTI_MODE_LEXER_WITHOUT_DEFAULT_MODE }), T(t2, ni) || n.push({ message: "A MultiMode Lexer cannot be initialized without a <" + ni + `> property in its definition
`, type: K.MULTI_MODE_LEXER_WITHOUT_MODES_PROPERTY }), T(t2, ni) && T(t2, Nr) && !T(t2.modes, t2.defaultMode) && n.push({ message: `A MultiMode Lexer cannot be initialized with a ${Nr}: <${t2.defaultMode}>which does not exist
`, type: K.MULTI_MODE_LEXER_DEFAULT_MODE_VALUE_DOES_NOT_EXIST }), T(t2, ni) && x(t2.modes, (i, o) => {
    x(i, (a, s) => {
      if (xe(a)) n.push({ message: `A Lexer cannot be initialized using an undefined Token Type. Mode:<${o}> at index: <${s}>
`, type: K.LEXER_DEFINITION_CANNOT_CONTAIN_UNDEFINED });
      else if (T(a, "LONGER_ALT")) {
        let l = C(a.LONGER_ALT) ? a.LONGER_ALT : [a.LONGER_ALT];
        x(l, (c) => {
          !xe(c) && !H(i, c) && n.push({ message: `A MultiMode Lexer cannot be initialized with a longer_alt <${c.name}> on token <${a.name}> outside of mode <${o}>
`, type: K.MULTI_MODE_LEXER_LONGER_ALT_NOT_IN_CURRENT_MODE });
        });
      }
    });
  }), n;
}
function kc(t2, e, r) {
  let n = [], i = false, o = et(ue(M(t2.modes))), a = Ft(o, (l) => l[Vt] === b.NA), s = Wc(r);
  return e && x(a, (l) => {
    let c = Gc(l, s);
    if (c !== false) {
      let h = { message: oT(l, c), type: c.issue, tokenType: l };
      n.push(h);
    } else T(l, "LINE_BREAKS") ? l.LINE_BREAKS === true && (i = true) : ri(s, l.PATTERN) && (i = true);
  }), e && !i && n.push({ message: `Warning: No LINE_BREAKS Found.
	This Lexer has been defined to track line and column information,
	But none of the Token Types can be identified as matching a line terminator.
	See https://chevrotain.io/docs/guide/resolving_lexer_errors.html#LINE_BREAKS 
	for details.`, type: K.NO_LINE_BREAKS_FLAGS }), n;
}
function wc(t2) {
  let e = {}, r = w(t2);
  return x(r, (n) => {
    let i = t2[n];
    if (C(i)) e[n] = [];
    else throw Error("non exhaustive match");
  }), e;
}
function Bc(t2) {
  let e = t2.PATTERN;
  if (Be(e)) return false;
  if (Te(e)) return true;
  if (T(e, "exec")) return true;
  if (ce(e)) return false;
  throw Error("non exhaustive match");
}
function iT(t2) {
  return ce(t2) && t2.length === 1 ? t2.charCodeAt(0) : false;
}
var Dc = { test: function(t2) {
  let e = t2.length;
  for (let r = this.lastIndex; r < e; r++) {
    let n = t2.charCodeAt(r);
    if (n === 10) return this.lastIndex = r + 1, true;
    if (n === 13) return t2.charCodeAt(r + 1) === 10 ? this.lastIndex = r + 2 : this.lastIndex = r + 1, true;
  }
  return false;
}, lastIndex: 0 };
function Gc(t2, e) {
  if (T(t2, "LINE_BREAKS")) return false;
  if (Be(t2.PATTERN)) {
    try {
      ri(e, t2.PATTERN);
    } catch (r) {
      return { issue: K.IDENTIFY_TERMINATOR, errMsg: r.message };
    }
    return false;
  } else {
    if (ce(t2.PATTERN)) return false;
    if (Bc(t2)) return { issue: K.CUSTOM_LINE_BREAK };
    throw Error("non exhaustive match");
  }
}
function oT(t2, e) {
  if (e.issue === K.IDENTIFY_TERMINATOR) return `Warning: unable to identify line terminator usage in pattern.
	The problem is in the <${t2.name}> Token Type
	 Root cause: ${e.errMsg}.
	For details See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#IDENTIFY_TERMINATOR`;
  if (e.issue === K.CUSTOM_LINE_BREAK) return `Warning: A Custom Token Pattern should specify the <line_breaks> option.
	The problem is in the <${t2.name}> Token Type
	For details See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#CUSTOM_LINE_BREAK`;
  throw Error("non exhaustive match");
}
function Wc(t2) {
  return E(t2, (r) => ce(r) ? r.charCodeAt(0) : r);
}
function Ro(t2, e, r) {
  t2[e] === void 0 ? t2[e] = [r] : t2[e].push(r);
}
var yr = 256;
var ii = [];
function nt(t2) {
  return t2 < yr ? t2 : ii[t2];
}
function aT() {
  if (v(ii)) {
    ii = new Array(65536);
    for (let t2 = 0; t2 < 65536; t2++) ii[t2] = t2 > 255 ? 255 + ~~(t2 / 255) : t2;
  }
}
function ht(t2, e) {
  let r = t2.tokenTypeIdx;
  return r === e.tokenTypeIdx ? true : e.isParent === true && e.categoryMatchesMap[r] === true;
}
function Or(t2, e) {
  return t2.tokenTypeIdx === e.tokenTypeIdx;
}
var $c = 1;
var jc = {};
function dt(t2) {
  let e = sT(t2);
  lT(e), cT(e), uT(e), x(e, (r) => {
    r.isParent = r.categoryMatches.length > 0;
  });
}
function sT(t2) {
  let e = D(t2), r = t2, n = true;
  for (; n; ) {
    r = et(ue(E(r, (o) => o.CATEGORIES)));
    let i = Pt(r, e);
    e = e.concat(i), v(i) ? n = false : r = i;
  }
  return e;
}
function lT(t2) {
  x(t2, (e) => {
    _o(e) || (jc[$c] = e, e.tokenTypeIdx = $c++), Vc(e) && !C(e.CATEGORIES) && (e.CATEGORIES = [e.CATEGORIES]), Vc(e) || (e.CATEGORIES = []), fT(e) || (e.categoryMatches = []), pT(e) || (e.categoryMatchesMap = {});
  });
}
function uT(t2) {
  x(t2, (e) => {
    e.categoryMatches = [], x(e.categoryMatchesMap, (r, n) => {
      e.categoryMatches.push(jc[n].tokenTypeIdx);
    });
  });
}
function cT(t2) {
  x(t2, (e) => {
    Hc([], e);
  });
}
function Hc(t2, e) {
  x(t2, (r) => {
    e.categoryMatchesMap[r.tokenTypeIdx] = true;
  }), x(e.CATEGORIES, (r) => {
    let n = t2.concat(e);
    H(n, r) || Hc(n, r);
  });
}
function _o(t2) {
  return T(t2, "tokenTypeIdx");
}
function Vc(t2) {
  return T(t2, "CATEGORIES");
}
function fT(t2) {
  return T(t2, "categoryMatches");
}
function pT(t2) {
  return T(t2, "categoryMatchesMap");
}
function Kc(t2) {
  return T(t2, "tokenTypeIdx");
}
var bo = { buildUnableToPopLexerModeMessage(t2) {
  return `Unable to pop Lexer Mode after encountering Token ->${t2.image}<- The Mode Stack is empty`;
}, buildUnexpectedCharactersMessage(t2, e, r, n, i) {
  return `unexpected character: ->${t2.charAt(e)}<- at offset: ${e}, skipped ${r} characters.`;
} };
var K;
(function(t2) {
  t2[t2.MISSING_PATTERN = 0] = "MISSING_PATTERN", t2[t2.INVALID_PATTERN = 1] = "INVALID_PATTERN", t2[t2.EOI_ANCHOR_FOUND = 2] = "EOI_ANCHOR_FOUND", t2[t2.UNSUPPORTED_FLAGS_FOUND = 3] = "UNSUPPORTED_FLAGS_FOUND", t2[t2.DUPLICATE_PATTERNS_FOUND = 4] = "DUPLICATE_PATTERNS_FOUND", t2[t2.INVALID_GROUP_TYPE_FOUND = 5] = "INVALID_GROUP_TYPE_FOUND", t2[t2.PUSH_MODE_DOES_NOT_EXIST = 6] = "PUSH_MODE_DOES_NOT_EXIST", t2[t2.MULTI_MODE_LEXER_WITHOUT_DEFAULT_MODE = 7] = "MULTI_MODE_LEXER_WITHOUT_DEFAULT_MODE", t2[t2.MULTI_MODE_LEXER_WITHOUT_MODES_PROPERTY = 8] = "MULTI_MODE_LEXER_WITHOUT_MODES_PROPERTY", t2[t2.MULTI_MODE_LEXER_DEFAULT_MODE_VALUE_DOES_NOT_EXIST = 9] = "MULTI_MODE_LEXER_DEFAULT_MODE_VALUE_DOES_NOT_EXIST", t2[t2.LEXER_DEFINITION_CANNOT_CONTAIN_UNDEFINED = 10] = "LEXER_DEFINITION_CANNOT_CONTAIN_UNDEFINED", t2[t2.SOI_ANCHOR_FOUND = 11] = "SOI_ANCHOR_FOUND", t2[t2.EMPTY_MATCH_PATTERN = 12] = "EMPTY_MATCH_PATTERN", t2[t2.NO_LINE_BREAKS_FLAGS = 13] = "NO_LINE_BREAKS_FLAGS", t2[t2.UNREACHABLE_PATTERN = 14] = "UNREACHABLE_PATTERN", t2[t2.IDENTIFY_TERMINATOR = 15] = "IDENTIFY_TERMINATOR", t2[t2.CUSTOM_LINE_BREAK = 16] = "CUSTOM_LINE_BREAK", t2[t2.MULTI_MODE_LEXER_LONGER_ALT_NOT_IN_CURRENT_MODE = 17] = "MULTI_MODE_LEXER_LONGER_ALT_NOT_IN_CURRENT_MODE";
})(K || (K = {}));
var Qr = { deferDefinitionErrorsHandling: false, positionTracking: "full", lineTerminatorsPattern: /\n|\r\n?/g, lineTerminatorCharacters: [`
`, "\r"], ensureOptimizations: false, safeMode: false, errorMessageProvider: bo, traceInitPerf: false, skipValidations: true, recoveryEnabled: true };
Object.freeze(Qr);
var b = class {
  constructor(e, r = Qr) {
    if (this.lexerDefinition = e, this.lexerDefinitionErrors = [], this.lexerDefinitionWarning = [], this.patternIdxToConfig = {}, this.charCodeToPatternIdxToConfig = {}, this.modes = [], this.emptyGroups = {}, this.trackStartLines = true, this.trackEndLines = true, this.hasCustom = false, this.canModeBeOptimized = {}, this.TRACE_INIT = (i, o) => {
      if (this.traceInitPerf === true) {
        this.traceInitIndent++;
        let a = new Array(this.traceInitIndent + 1).join("	");
        this.traceInitIndent < this.traceInitMaxIdent && console.log(`${a}--> <${i}>`);
        let { time: s, value: l } = jr(o), c = s > 10 ? console.warn : console.log;
        return this.traceInitIndent < this.traceInitMaxIdent && c(`${a}<-- <${i}> time: ${s}ms`), this.traceInitIndent--, l;
      } else return o();
    }, typeof r == "boolean") throw Error(`The second argument to the Lexer constructor is now an ILexerConfig Object.
a boolean 2nd argument is no longer supported`);
    this.config = de({}, Qr, r);
    let n = this.config.traceInitPerf;
    n === true ? (this.traceInitMaxIdent = 1 / 0, this.traceInitPerf = true) : typeof n == "number" && (this.traceInitMaxIdent = n, this.traceInitPerf = true), this.traceInitIndent = -1, this.TRACE_INIT("Lexer Constructor", () => {
      let i, o = true;
      this.TRACE_INIT("Lexer Config handling", () => {
        if (this.config.lineTerminatorsPattern === Qr.lineTerminatorsPattern) this.config.lineTerminatorsPattern = Dc;
        else if (this.config.lineTerminatorCharacters === Qr.lineTerminatorCharacters) throw Error(`Error: Missing <lineTerminatorCharacters> property on the Lexer config.
	For details See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#MISSING_LINE_TERM_CHARS`);
        if (r.safeMode && r.ensureOptimizations) throw Error('"safeMode" and "ensureOptimizations" flags are mutually exclusive.');
        this.trackStartLines = /full|onlyStart/i.test(this.config.positionTracking), this.trackEndLines = /full/i.test(this.config.positionTracking), C(e) ? i = { modes: { defaultMode: D(e) }, defaultMode: Nr } : (o = false, i = D(e));
      }), this.config.skipValidations === false && (this.TRACE_INIT("performRuntimeChecks", () => {
        this.lexerDefinitionErrors = this.lexerDefinitionErrors.concat(Uc(i, this.trackStartLines, this.config.lineTerminatorCharacters));
      }), this.TRACE_INIT("performWarningRuntimeChecks", () => {
        this.lexerDefinitionWarning = this.lexerDefinitionWarning.concat(kc(i, this.trackStartLines, this.config.lineTerminatorCharacters));
      })), i.modes = i.modes ? i.modes : {}, x(i.modes, (s, l) => {
        i.modes[l] = Ft(s, (c) => xe(c));
      });
      let a = w(i.modes);
      if (x(i.modes, (s, l) => {
        this.TRACE_INIT(`Mode: <${l}> processing`, () => {
          if (this.modes.push(l), this.config.skipValidations === false && this.TRACE_INIT("validatePatterns", () => {
            this.lexerDefinitionErrors = this.lexerDefinitionErrors.concat(Mc(s, a));
          }), v(this.lexerDefinitionErrors)) {
            dt(s);
            let c;
            this.TRACE_INIT("analyzeTokenTypes", () => {
              c = Fc(s, { lineTerminatorCharacters: this.config.lineTerminatorCharacters, positionTracking: r.positionTracking, ensureOptimizations: r.ensureOptimizations, safeMode: r.safeMode, tracer: this.TRACE_INIT });
            }), this.patternIdxToConfig[l] = c.patternIdxToConfig, this.charCodeToPatternIdxToConfig[l] = c.charCodeToPatternIdxToConfig, this.emptyGroups = de({}, this.emptyGroups, c.emptyGroups), this.hasCustom = c.hasCustom || this.hasCustom, this.canModeBeOptimized[l] = c.canBeOptimized;
          }
        });
      }), this.defaultMode = i.defaultMode, !v(this.lexerDefinitionErrors) && !this.config.deferDefinitionErrorsHandling) {
        let l = E(this.lexerDefinitionErrors, (c) => c.message).join(`-----------------------
`);
        throw new Error(`Errors detected in definition of Lexer:
` + l);
      }
      x(this.lexerDefinitionWarning, (s) => {
        Vr(s.message);
      }), this.TRACE_INIT("Choosing sub-methods implementations", () => {
        if (Io ? (this.chopInput = ke, this.match = this.matchWithTest) : (this.updateLastIndex = X, this.match = this.matchWithExec), o && (this.handleModes = X), this.trackStartLines === false && (this.computeNewColumn = ke), this.trackEndLines === false && (this.updateTokenEndLineColumnLocation = X), /full/i.test(this.config.positionTracking)) this.createTokenInstance = this.createFullToken;
        else if (/onlyStart/i.test(this.config.positionTracking)) this.createTokenInstance = this.createStartOnlyToken;
        else if (/onlyOffset/i.test(this.config.positionTracking)) this.createTokenInstance = this.createOffsetOnlyToken;
        else throw Error(`Invalid <positionTracking> config option: "${this.config.positionTracking}"`);
        this.hasCustom ? (this.addToken = this.addTokenUsingPush, this.handlePayload = this.handlePayloadWithCustom) : (this.addToken = this.addTokenUsingMemberAccess, this.handlePayload = this.handlePayloadNoCustom);
      }), this.TRACE_INIT("Failed Optimization Warnings", () => {
        let s = le(this.canModeBeOptimized, (l, c, p) => (c === false && l.push(p), l), []);
        if (r.ensureOptimizations && !v(s)) throw Error(`Lexer Modes: < ${s.join(", ")} > cannot be optimized.
	 Disable the "ensureOptimizations" lexer config flag to silently ignore this and run the lexer in an un-optimized mode.
	 Or inspect the console log for details on how to resolve these issues.`);
      }), this.TRACE_INIT("clearRegExpParserCache", () => {
        Rc();
      }), this.TRACE_INIT("toFastProperties", () => {
        Hr(this);
      });
    });
  }
  tokenize(e, r = this.defaultMode) {
    if (!v(this.lexerDefinitionErrors)) {
      let i = E(this.lexerDefinitionErrors, (o) => o.message).join(`-----------------------
`);
      throw new Error(`Unable to Tokenize because Errors detected in definition of Lexer:
` + i);
    }
    return this.tokenizeInternal(e, r);
  }
  tokenizeInternal(e, r) {
    let n, i, o, a, s, l, c, p, h, d, A, L, y, O, S, g, m = e, I = m.length, _ = 0, be = 0, to = this.hasCustom ? 0 : Math.floor(e.length / 10), Ke = new Array(to), ro = [], Mr = this.trackStartLines ? 1 : void 0, mt = this.trackStartLines ? 1 : void 0, Ur = wc(this.emptyGroups), Wf = this.trackStartLines, no = this.config.lineTerminatorsPattern, gn = 0, Et = [], kr = [], xn = [], gs = [];
    Object.freeze(gs);
    let wr;
    function xs() {
      return Et;
    }
    function As(me) {
      let Ue = nt(me), Xt = kr[Ue];
      return Xt === void 0 ? gs : Xt;
    }
    let $f = (me) => {
      if (xn.length === 1 && me.tokenType.PUSH_MODE === void 0) {
        let Ue = this.config.errorMessageProvider.buildUnableToPopLexerModeMessage(me);
        ro.push({ offset: me.startOffset, line: me.startLine, column: me.startColumn, length: me.image.length, message: Ue });
      } else {
        xn.pop();
        let Ue = tt(xn);
        Et = this.patternIdxToConfig[Ue], kr = this.charCodeToPatternIdxToConfig[Ue], gn = Et.length;
        let Xt = this.canModeBeOptimized[Ue] && this.config.safeMode === false;
        kr && Xt ? wr = As : wr = xs;
      }
    };
    function Ts(me) {
      xn.push(me), kr = this.charCodeToPatternIdxToConfig[me], Et = this.patternIdxToConfig[me], gn = Et.length, gn = Et.length;
      let Ue = this.canModeBeOptimized[me] && this.config.safeMode === false;
      kr && Ue ? wr = As : wr = xs;
    }
    Ts.call(this, r);
    let Ge, Ss = this.config.recoveryEnabled;
    for (; _ < I; ) {
      l = null;
      let me = m.charCodeAt(_), Ue = wr(me), Xt = Ue.length;
      for (n = 0; n < Xt; n++) {
        Ge = Ue[n];
        let ve = Ge.pattern;
        c = null;
        let at = Ge.short;
        if (at !== false ? me === at && (l = ve) : Ge.isCustom === true ? (g = ve.exec(m, _, Ke, Ur), g !== null ? (l = g[0], g.payload !== void 0 && (c = g.payload)) : l = null) : (this.updateLastIndex(ve, _), l = this.match(ve, e, _)), l !== null) {
          if (s = Ge.longerAlt, s !== void 0) {
            let gt = s.length;
            for (o = 0; o < gt; o++) {
              let st = Et[s[o]], kt = st.pattern;
              if (p = null, st.isCustom === true ? (g = kt.exec(m, _, Ke, Ur), g !== null ? (a = g[0], g.payload !== void 0 && (p = g.payload)) : a = null) : (this.updateLastIndex(kt, _), a = this.match(kt, e, _)), a && a.length > l.length) {
                l = a, c = p, Ge = st;
                break;
              }
            }
          }
          break;
        }
      }
      if (l !== null) {
        if (h = l.length, d = Ge.group, d !== void 0 && (A = Ge.tokenTypeIdx, L = this.createTokenInstance(l, _, A, Ge.tokenType, Mr, mt, h), this.handlePayload(L, c), d === false ? be = this.addToken(Ke, be, L) : Ur[d].push(L)), e = this.chopInput(e, h), _ = _ + h, mt = this.computeNewColumn(mt, h), Wf === true && Ge.canLineTerminator === true) {
          let ve = 0, at, gt;
          no.lastIndex = 0;
          do
            at = no.test(l), at === true && (gt = no.lastIndex - 1, ve++);
          while (at === true);
          ve !== 0 && (Mr = Mr + ve, mt = h - gt, this.updateTokenEndLineColumnLocation(L, d, gt, ve, Mr, mt, h));
        }
        this.handleModes(Ge, $f, Ts, L);
      } else {
        let ve = _, at = Mr, gt = mt, st = Ss === false;
        for (; st === false && _ < I; ) for (e = this.chopInput(e, 1), _++, i = 0; i < gn; i++) {
          let kt = Et[i], io = kt.pattern, Cs = kt.short;
          if (Cs !== false ? m.charCodeAt(_) === Cs && (st = true) : kt.isCustom === true ? st = io.exec(m, _, Ke, Ur) !== null : (this.updateLastIndex(io, _), st = io.exec(e) !== null), st === true) break;
        }
        if (y = _ - ve, mt = this.computeNewColumn(mt, y), S = this.config.errorMessageProvider.buildUnexpectedCharactersMessage(m, ve, y, at, gt), ro.push({ offset: ve, line: at, column: gt, length: y, message: S }), Ss === false) break;
      }
    }
    return this.hasCustom || (Ke.length = be), { tokens: Ke, groups: Ur, errors: ro };
  }
  handleModes(e, r, n, i) {
    if (e.pop === true) {
      let o = e.push;
      r(i), o !== void 0 && n.call(this, o);
    } else e.push !== void 0 && n.call(this, e.push);
  }
  chopInput(e, r) {
    return e.substring(r);
  }
  updateLastIndex(e, r) {
    e.lastIndex = r;
  }
  updateTokenEndLineColumnLocation(e, r, n, i, o, a, s) {
    let l, c;
    r !== void 0 && (l = n === s - 1, c = l ? -1 : 0, i === 1 && l === true || (e.endLine = o + c, e.endColumn = a - 1 + -c));
  }
  computeNewColumn(e, r) {
    return e + r;
  }
  createOffsetOnlyToken(e, r, n, i) {
    return { image: e, startOffset: r, tokenTypeIdx: n, tokenType: i };
  }
  createStartOnlyToken(e, r, n, i, o, a) {
    return { image: e, startOffset: r, startLine: o, startColumn: a, tokenTypeIdx: n, tokenType: i };
  }
  createFullToken(e, r, n, i, o, a, s) {
    return { image: e, startOffset: r, endOffset: r + s - 1, startLine: o, endLine: o, startColumn: a, endColumn: a + s - 1, tokenTypeIdx: n, tokenType: i };
  }
  addTokenUsingPush(e, r, n) {
    return e.push(n), r;
  }
  addTokenUsingMemberAccess(e, r, n) {
    return e[r] = n, r++, r;
  }
  handlePayloadNoCustom(e, r) {
  }
  handlePayloadWithCustom(e, r) {
    r !== null && (e.payload = r);
  }
  matchWithTest(e, r, n) {
    return e.test(r) === true ? r.substring(n, e.lastIndex) : null;
  }
  matchWithExec(e, r) {
    let n = e.exec(r);
    return n !== null ? n[0] : null;
  }
};
b.SKIPPED = "This marks a skipped Token pattern, this means each token identified by it willbe consumed and then thrown into oblivion, this can be used to for example to completely ignore whitespace.";
b.NA = /NOT_APPLICABLE/;
function jt(t2) {
  return vo(t2) ? t2.LABEL : t2.name;
}
function vo(t2) {
  return ce(t2.LABEL) && t2.LABEL !== "";
}
var hT = "parent";
var Yc = "categories";
var Xc = "label";
var qc = "group";
var zc = "push_mode";
var Qc = "pop_mode";
var Zc = "longer_alt";
var Jc = "line_breaks";
var ef = "start_chars_hint";
function f(t2) {
  return dT(t2);
}
function dT(t2) {
  let e = t2.pattern, r = {};
  if (r.name = t2.name, xe(e) || (r.PATTERN = e), T(t2, hT)) throw `The parent property is no longer supported.
See: https://github.com/chevrotain/chevrotain/issues/564#issuecomment-349062346 for details.`;
  return T(t2, Yc) && (r.CATEGORIES = t2[Yc]), dt([r]), T(t2, Xc) && (r.LABEL = t2[Xc]), T(t2, qc) && (r.GROUP = t2[qc]), T(t2, Qc) && (r.POP_MODE = t2[Qc]), T(t2, zc) && (r.PUSH_MODE = t2[zc]), T(t2, Zc) && (r.LONGER_ALT = t2[Zc]), T(t2, Jc) && (r.LINE_BREAKS = t2[Jc]), T(t2, ef) && (r.START_CHARS_HINT = t2[ef]), r;
}
var $e = f({ name: "EOF", pattern: b.NA });
dt([$e]);
function Ht(t2, e, r, n, i, o, a, s) {
  return { image: e, startOffset: r, endOffset: n, startLine: i, endLine: o, startColumn: a, endColumn: s, tokenTypeIdx: t2.tokenTypeIdx, tokenType: t2 };
}
function Po(t2, e) {
  return ht(t2, e);
}
var oi = { buildMismatchTokenMessage({ expected: t2, actual: e, previous: r, ruleName: n }) {
  return `Expecting ${vo(t2) ? `--> ${jt(t2)} <--` : `token of type --> ${t2.name} <--`} but found --> '${e.image}' <--`;
}, buildNotAllInputParsedMessage({ firstRedundant: t2, ruleName: e }) {
  return "Redundant input, expecting EOF but found: " + t2.image;
}, buildNoViableAltMessage({ expectedPathsPerAlt: t2, actual: e, previous: r, customUserDescription: n, ruleName: i }) {
  let o = "Expecting: ", s = `
but found: '` + he(e).image + "'";
  if (n) return o + n + s;
  {
    let l = le(t2, (d, A) => d.concat(A), []), c = E(l, (d) => `[${E(d, (A) => jt(A)).join(", ")}]`), h = `one of these possible Token sequences:
${E(c, (d, A) => `  ${A + 1}. ${d}`).join(`
`)}`;
    return o + h + s;
  }
}, buildEarlyExitMessage({ expectedIterationPaths: t2, actual: e, customUserDescription: r, ruleName: n }) {
  let i = "Expecting: ", a = `
but found: '` + he(e).image + "'";
  if (r) return i + r + a;
  {
    let l = `expecting at least one iteration which starts with one of these possible Token sequences::
  <${E(t2, (c) => `[${E(c, (p) => jt(p)).join(",")}]`).join(" ,")}>`;
    return i + l + a;
  }
} };
Object.freeze(oi);
var tf = { buildRuleNotFoundError(t2, e) {
  return "Invalid grammar, reference to a rule which is not defined: ->" + e.nonTerminalName + `<-
inside top level rule: ->` + t2.name + "<-";
} };
var Ve = { buildDuplicateFoundError(t2, e) {
  function r(p) {
    return p instanceof P ? p.terminalType.name : p instanceof G ? p.nonTerminalName : "";
  }
  let n = t2.name, i = he(e), o = i.idx, a = _e(i), s = r(i), l = o > 0, c = `->${a}${l ? o : ""}<- ${s ? `with argument: ->${s}<-` : ""}
                  appears more than once (${e.length} times) in the top level rule: ->${n}<-.                  
                  For further details see: https://chevrotain.io/docs/FAQ.html#NUMERICAL_SUFFIXES 
                  `;
  return c = c.replace(/[ \t]+/g, " "), c = c.replace(/\s\s+/g, `
`), c;
}, buildNamespaceConflictError(t2) {
  return `Namespace conflict found in grammar.
The grammar has both a Terminal(Token) and a Non-Terminal(Rule) named: <${t2.name}>.
To resolve this make sure each Terminal and Non-Terminal names are unique
This is easy to accomplish by using the convention that Terminal names start with an uppercase letter
and Non-Terminal names start with a lower case letter.`;
}, buildAlternationPrefixAmbiguityError(t2) {
  let e = E(t2.prefixPath, (i) => jt(i)).join(", "), r = t2.alternation.idx === 0 ? "" : t2.alternation.idx;
  return `Ambiguous alternatives: <${t2.ambiguityIndices.join(" ,")}> due to common lookahead prefix
in <OR${r}> inside <${t2.topLevelRule.name}> Rule,
<${e}> may appears as a prefix path in all these alternatives.
See: https://chevrotain.io/docs/guide/resolving_grammar_errors.html#COMMON_PREFIX
For Further details.`;
}, buildAlternationAmbiguityError(t2) {
  let e = E(t2.prefixPath, (i) => jt(i)).join(", "), r = t2.alternation.idx === 0 ? "" : t2.alternation.idx, n = `Ambiguous Alternatives Detected: <${t2.ambiguityIndices.join(" ,")}> in <OR${r}> inside <${t2.topLevelRule.name}> Rule,
<${e}> may appears as a prefix path in all these alternatives.
`;
  return n = n + `See: https://chevrotain.io/docs/guide/resolving_grammar_errors.html#AMBIGUOUS_ALTERNATIVES
For Further details.`, n;
}, buildEmptyRepetitionError(t2) {
  let e = _e(t2.repetition);
  return t2.repetition.idx !== 0 && (e += t2.repetition.idx), `The repetition <${e}> within Rule <${t2.topLevelRule.name}> can never consume any tokens.
This could lead to an infinite loop.`;
}, buildTokenNameError(t2) {
  return "deprecated";
}, buildEmptyAlternationError(t2) {
  return `Ambiguous empty alternative: <${t2.emptyChoiceIdx + 1}> in <OR${t2.alternation.idx}> inside <${t2.topLevelRule.name}> Rule.
Only the last alternative may be an empty alternative.`;
}, buildTooManyAlternativesError(t2) {
  return `An Alternation cannot have more than 256 alternatives:
<OR${t2.alternation.idx}> inside <${t2.topLevelRule.name}> Rule.
 has ${t2.alternation.definition.length + 1} alternatives.`;
}, buildLeftRecursionError(t2) {
  let e = t2.topLevelRule.name, r = E(t2.leftRecursionPath, (o) => o.name), n = `${e} --> ${r.concat([e]).join(" --> ")}`;
  return `Left Recursion found in grammar.
rule: <${e}> can be invoked from itself (directly or indirectly)
without consuming any Tokens. The grammar path that causes this is: 
 ${n}
 To fix this refactor your grammar to remove the left recursion.
see: https://en.wikipedia.org/wiki/LL_parser#Left_factoring.`;
}, buildInvalidRuleNameError(t2) {
  return "deprecated";
}, buildDuplicateRuleNameError(t2) {
  let e;
  return t2.topLevelRule instanceof Ce ? e = t2.topLevelRule.name : e = t2.topLevelRule, `Duplicate definition, rule: ->${e}<- is already defined in the grammar: ->${t2.grammarName}<-`;
} };
function rf(t2, e) {
  let r = new Fo(t2, e);
  return r.resolveRefs(), r.errors;
}
var Fo = class extends Le {
  constructor(e, r) {
    super(), this.nameToTopRule = e, this.errMsgProvider = r, this.errors = [];
  }
  resolveRefs() {
    x(M(this.nameToTopRule), (e) => {
      this.currTopLevel = e, e.accept(this);
    });
  }
  visitNonTerminal(e) {
    let r = this.nameToTopRule[e.nonTerminalName];
    if (r) e.referencedRule = r;
    else {
      let n = this.errMsgProvider.buildRuleNotFoundError(this.currTopLevel, e);
      this.errors.push({ message: n, type: fe.UNRESOLVED_SUBRULE_REF, ruleName: this.currTopLevel.name, unresolvedRefName: e.nonTerminalName });
    }
  }
};
var Mo = class extends pt {
  constructor(e, r) {
    super(), this.topProd = e, this.path = r, this.possibleTokTypes = [], this.nextProductionName = "", this.nextProductionOccurrence = 0, this.found = false, this.isAtEndOfPath = false;
  }
  startWalking() {
    if (this.found = false, this.path.ruleStack[0] !== this.topProd.name) throw Error("The path does not start with the walker's top Rule!");
    return this.ruleStack = D(this.path.ruleStack).reverse(), this.occurrenceStack = D(this.path.occurrenceStack).reverse(), this.ruleStack.pop(), this.occurrenceStack.pop(), this.updateExpectedNext(), this.walk(this.topProd), this.possibleTokTypes;
  }
  walk(e, r = []) {
    this.found || super.walk(e, r);
  }
  walkProdRef(e, r, n) {
    if (e.referencedRule.name === this.nextProductionName && e.idx === this.nextProductionOccurrence) {
      let i = r.concat(n);
      this.updateExpectedNext(), this.walk(e.referencedRule, i);
    }
  }
  updateExpectedNext() {
    v(this.ruleStack) ? (this.nextProductionName = "", this.nextProductionOccurrence = 0, this.isAtEndOfPath = true) : (this.nextProductionName = this.ruleStack.pop(), this.nextProductionOccurrence = this.occurrenceStack.pop());
  }
};
var ai = class extends Mo {
  constructor(e, r) {
    super(e, r), this.path = r, this.nextTerminalName = "", this.nextTerminalOccurrence = 0, this.nextTerminalName = this.path.lastTok.name, this.nextTerminalOccurrence = this.path.lastTokOccurrence;
  }
  walkTerminal(e, r, n) {
    if (this.isAtEndOfPath && e.terminalType.name === this.nextTerminalName && e.idx === this.nextTerminalOccurrence && !this.found) {
      let i = r.concat(n), o = new W({ definition: i });
      this.possibleTokTypes = Wt(o), this.found = true;
    }
  }
};
var Rr = class extends pt {
  constructor(e, r) {
    super(), this.topRule = e, this.occurrence = r, this.result = { token: void 0, occurrence: void 0, isEndOfRule: void 0 };
  }
  startWalking() {
    return this.walk(this.topRule), this.result;
  }
};
var si = class extends Rr {
  walkMany(e, r, n) {
    if (e.idx === this.occurrence) {
      let i = he(r.concat(n));
      this.result.isEndOfRule = i === void 0, i instanceof P && (this.result.token = i.terminalType, this.result.occurrence = i.idx);
    } else super.walkMany(e, r, n);
  }
};
var Zr = class extends Rr {
  walkManySep(e, r, n) {
    if (e.idx === this.occurrence) {
      let i = he(r.concat(n));
      this.result.isEndOfRule = i === void 0, i instanceof P && (this.result.token = i.terminalType, this.result.occurrence = i.idx);
    } else super.walkManySep(e, r, n);
  }
};
var li = class extends Rr {
  walkAtLeastOne(e, r, n) {
    if (e.idx === this.occurrence) {
      let i = he(r.concat(n));
      this.result.isEndOfRule = i === void 0, i instanceof P && (this.result.token = i.terminalType, this.result.occurrence = i.idx);
    } else super.walkAtLeastOne(e, r, n);
  }
};
var Jr = class extends Rr {
  walkAtLeastOneSep(e, r, n) {
    if (e.idx === this.occurrence) {
      let i = he(r.concat(n));
      this.result.isEndOfRule = i === void 0, i instanceof P && (this.result.token = i.terminalType, this.result.occurrence = i.idx);
    } else super.walkAtLeastOneSep(e, r, n);
  }
};
function ui(t2, e, r = []) {
  r = D(r);
  let n = [], i = 0;
  function o(s) {
    return s.concat(re(t2, i + 1));
  }
  function a(s) {
    let l = ui(o(s), e, r);
    return n.concat(l);
  }
  for (; r.length < e && i < t2.length; ) {
    let s = t2[i];
    if (s instanceof W) return a(s.definition);
    if (s instanceof G) return a(s.definition);
    if (s instanceof j) n = a(s.definition);
    else if (s instanceof ne) {
      let l = s.definition.concat([new F({ definition: s.definition })]);
      return a(l);
    } else if (s instanceof ie) {
      let l = [new W({ definition: s.definition }), new F({ definition: [new P({ terminalType: s.separator })].concat(s.definition) })];
      return a(l);
    } else if (s instanceof Z) {
      let l = s.definition.concat([new F({ definition: [new P({ terminalType: s.separator })].concat(s.definition) })]);
      n = a(l);
    } else if (s instanceof F) {
      let l = s.definition.concat([new F({ definition: s.definition })]);
      n = a(l);
    } else {
      if (s instanceof J) return x(s.definition, (l) => {
        v(l.definition) === false && (n = a(l.definition));
      }), n;
      if (s instanceof P) r.push(s.terminalType);
      else throw Error("non exhaustive match");
    }
    i++;
  }
  return n.push({ partialPath: r, suffixDef: re(t2, i) }), n;
}
function ci(t2, e, r, n) {
  let i = "EXIT_NONE_TERMINAL", o = [i], a = "EXIT_ALTERNATIVE", s = false, l = e.length, c = l - n - 1, p = [], h = [];
  for (h.push({ idx: -1, def: t2, ruleStack: [], occurrenceStack: [] }); !v(h); ) {
    let d = h.pop();
    if (d === a) {
      s && tt(h).idx <= c && h.pop();
      continue;
    }
    let A = d.def, L = d.idx, y = d.ruleStack, O = d.occurrenceStack;
    if (v(A)) continue;
    let S = A[0];
    if (S === i) {
      let g = { idx: L, def: re(A), ruleStack: ft(y), occurrenceStack: ft(O) };
      h.push(g);
    } else if (S instanceof P) if (L < l - 1) {
      let g = L + 1, m = e[g];
      if (r(m, S.terminalType)) {
        let I = { idx: g, def: re(A), ruleStack: y, occurrenceStack: O };
        h.push(I);
      }
    } else if (L === l - 1) p.push({ nextTokenType: S.terminalType, nextTokenOccurrence: S.idx, ruleStack: y, occurrenceStack: O }), s = true;
    else throw Error("non exhaustive match");
    else if (S instanceof G) {
      let g = D(y);
      g.push(S.nonTerminalName);
      let m = D(O);
      m.push(S.idx);
      let I = { idx: L, def: S.definition.concat(o, re(A)), ruleStack: g, occurrenceStack: m };
      h.push(I);
    } else if (S instanceof j) {
      let g = { idx: L, def: re(A), ruleStack: y, occurrenceStack: O };
      h.push(g), h.push(a);
      let m = { idx: L, def: S.definition.concat(re(A)), ruleStack: y, occurrenceStack: O };
      h.push(m);
    } else if (S instanceof ne) {
      let g = new F({ definition: S.definition, idx: S.idx }), m = S.definition.concat([g], re(A)), I = { idx: L, def: m, ruleStack: y, occurrenceStack: O };
      h.push(I);
    } else if (S instanceof ie) {
      let g = new P({ terminalType: S.separator }), m = new F({ definition: [g].concat(S.definition), idx: S.idx }), I = S.definition.concat([m], re(A)), _ = { idx: L, def: I, ruleStack: y, occurrenceStack: O };
      h.push(_);
    } else if (S instanceof Z) {
      let g = { idx: L, def: re(A), ruleStack: y, occurrenceStack: O };
      h.push(g), h.push(a);
      let m = new P({ terminalType: S.separator }), I = new F({ definition: [m].concat(S.definition), idx: S.idx }), _ = S.definition.concat([I], re(A)), be = { idx: L, def: _, ruleStack: y, occurrenceStack: O };
      h.push(be);
    } else if (S instanceof F) {
      let g = { idx: L, def: re(A), ruleStack: y, occurrenceStack: O };
      h.push(g), h.push(a);
      let m = new F({ definition: S.definition, idx: S.idx }), I = S.definition.concat([m], re(A)), _ = { idx: L, def: I, ruleStack: y, occurrenceStack: O };
      h.push(_);
    } else if (S instanceof J) for (let g = S.definition.length - 1; g >= 0; g--) {
      let m = S.definition[g], I = { idx: L, def: m.definition.concat(re(A)), ruleStack: y, occurrenceStack: O };
      h.push(I), h.push(a);
    }
    else if (S instanceof W) h.push({ idx: L, def: S.definition.concat(re(A)), ruleStack: y, occurrenceStack: O });
    else if (S instanceof Ce) h.push(mT(S, L, y, O));
    else throw Error("non exhaustive match");
  }
  return p;
}
function mT(t2, e, r, n) {
  let i = D(r);
  i.push(t2.name);
  let o = D(n);
  return o.push(1), { idx: e, def: t2.definition, ruleStack: i, occurrenceStack: o };
}
var q;
(function(t2) {
  t2[t2.OPTION = 0] = "OPTION", t2[t2.REPETITION = 1] = "REPETITION", t2[t2.REPETITION_MANDATORY = 2] = "REPETITION_MANDATORY", t2[t2.REPETITION_MANDATORY_WITH_SEPARATOR = 3] = "REPETITION_MANDATORY_WITH_SEPARATOR", t2[t2.REPETITION_WITH_SEPARATOR = 4] = "REPETITION_WITH_SEPARATOR", t2[t2.ALTERNATION = 5] = "ALTERNATION";
})(q || (q = {}));
function pi(t2) {
  if (t2 instanceof j || t2 === "Option") return q.OPTION;
  if (t2 instanceof F || t2 === "Repetition") return q.REPETITION;
  if (t2 instanceof ne || t2 === "RepetitionMandatory") return q.REPETITION_MANDATORY;
  if (t2 instanceof ie || t2 === "RepetitionMandatoryWithSeparator") return q.REPETITION_MANDATORY_WITH_SEPARATOR;
  if (t2 instanceof Z || t2 === "RepetitionWithSeparator") return q.REPETITION_WITH_SEPARATOR;
  if (t2 instanceof J || t2 === "Alternation") return q.ALTERNATION;
  throw Error("non exhaustive match");
}
function of(t2, e, r, n, i, o) {
  let a = en(t2, e, r), s = ff(a) ? Or : ht;
  return o(a, n, s, i);
}
function af(t2, e, r, n, i, o) {
  let a = tn(t2, e, i, r), s = ff(a) ? Or : ht;
  return o(a[0], s, n);
}
function sf(t2, e, r, n) {
  let i = t2.length, o = Ee(t2, (a) => Ee(a, (s) => s.length === 1));
  if (e) return function(a) {
    let s = E(a, (l) => l.GATE);
    for (let l = 0; l < i; l++) {
      let c = t2[l], p = c.length, h = s[l];
      if (!(h !== void 0 && h.call(this) === false)) e: for (let d = 0; d < p; d++) {
        let A = c[d], L = A.length;
        for (let y = 0; y < L; y++) {
          let O = this.LA(y + 1);
          if (r(O, A[y]) === false) continue e;
        }
        return l;
      }
    }
  };
  if (o && !n) {
    let a = E(t2, (l) => ue(l)), s = le(a, (l, c, p) => (x(c, (h) => {
      T(l, h.tokenTypeIdx) || (l[h.tokenTypeIdx] = p), x(h.categoryMatches, (d) => {
        T(l, d) || (l[d] = p);
      });
    }), l), {});
    return function() {
      let l = this.LA(1);
      return s[l.tokenTypeIdx];
    };
  } else return function() {
    for (let a = 0; a < i; a++) {
      let s = t2[a], l = s.length;
      e: for (let c = 0; c < l; c++) {
        let p = s[c], h = p.length;
        for (let d = 0; d < h; d++) {
          let A = this.LA(d + 1);
          if (r(A, p[d]) === false) continue e;
        }
        return a;
      }
    }
  };
}
function lf(t2, e, r) {
  let n = Ee(t2, (o) => o.length === 1), i = t2.length;
  if (n && !r) {
    let o = ue(t2);
    if (o.length === 1 && v(o[0].categoryMatches)) {
      let s = o[0].tokenTypeIdx;
      return function() {
        return this.LA(1).tokenTypeIdx === s;
      };
    } else {
      let a = le(o, (s, l, c) => (s[l.tokenTypeIdx] = true, x(l.categoryMatches, (p) => {
        s[p] = true;
      }), s), []);
      return function() {
        let s = this.LA(1);
        return a[s.tokenTypeIdx] === true;
      };
    }
  } else return function() {
    e: for (let o = 0; o < i; o++) {
      let a = t2[o], s = a.length;
      for (let l = 0; l < s; l++) {
        let c = this.LA(l + 1);
        if (e(c, a[l]) === false) continue e;
      }
      return true;
    }
    return false;
  };
}
var ko = class extends pt {
  constructor(e, r, n) {
    super(), this.topProd = e, this.targetOccurrence = r, this.targetProdType = n;
  }
  startWalking() {
    return this.walk(this.topProd), this.restDef;
  }
  checkIsTarget(e, r, n, i) {
    return e.idx === this.targetOccurrence && this.targetProdType === r ? (this.restDef = n.concat(i), true) : false;
  }
  walkOption(e, r, n) {
    this.checkIsTarget(e, q.OPTION, r, n) || super.walkOption(e, r, n);
  }
  walkAtLeastOne(e, r, n) {
    this.checkIsTarget(e, q.REPETITION_MANDATORY, r, n) || super.walkOption(e, r, n);
  }
  walkAtLeastOneSep(e, r, n) {
    this.checkIsTarget(e, q.REPETITION_MANDATORY_WITH_SEPARATOR, r, n) || super.walkOption(e, r, n);
  }
  walkMany(e, r, n) {
    this.checkIsTarget(e, q.REPETITION, r, n) || super.walkOption(e, r, n);
  }
  walkManySep(e, r, n) {
    this.checkIsTarget(e, q.REPETITION_WITH_SEPARATOR, r, n) || super.walkOption(e, r, n);
  }
};
var fi = class extends Le {
  constructor(e, r, n) {
    super(), this.targetOccurrence = e, this.targetProdType = r, this.targetRef = n, this.result = [];
  }
  checkIsTarget(e, r) {
    e.idx === this.targetOccurrence && this.targetProdType === r && (this.targetRef === void 0 || e === this.targetRef) && (this.result = e.definition);
  }
  visitOption(e) {
    this.checkIsTarget(e, q.OPTION);
  }
  visitRepetition(e) {
    this.checkIsTarget(e, q.REPETITION);
  }
  visitRepetitionMandatory(e) {
    this.checkIsTarget(e, q.REPETITION_MANDATORY);
  }
  visitRepetitionMandatoryWithSeparator(e) {
    this.checkIsTarget(e, q.REPETITION_MANDATORY_WITH_SEPARATOR);
  }
  visitRepetitionWithSeparator(e) {
    this.checkIsTarget(e, q.REPETITION_WITH_SEPARATOR);
  }
  visitAlternation(e) {
    this.checkIsTarget(e, q.ALTERNATION);
  }
};
function nf(t2) {
  let e = new Array(t2);
  for (let r = 0; r < t2; r++) e[r] = [];
  return e;
}
function Uo(t2) {
  let e = [""];
  for (let r = 0; r < t2.length; r++) {
    let n = t2[r], i = [];
    for (let o = 0; o < e.length; o++) {
      let a = e[o];
      i.push(a + "_" + n.tokenTypeIdx);
      for (let s = 0; s < n.categoryMatches.length; s++) {
        let l = "_" + n.categoryMatches[s];
        i.push(a + l);
      }
    }
    e = i;
  }
  return e;
}
function ET(t2, e, r) {
  for (let n = 0; n < t2.length; n++) {
    if (n === r) continue;
    let i = t2[n];
    for (let o = 0; o < e.length; o++) {
      let a = e[o];
      if (i[a] === true) return false;
    }
  }
  return true;
}
function uf(t2, e) {
  let r = E(t2, (a) => ui([a], 1)), n = nf(r.length), i = E(r, (a) => {
    let s = {};
    return x(a, (l) => {
      let c = Uo(l.partialPath);
      x(c, (p) => {
        s[p] = true;
      });
    }), s;
  }), o = r;
  for (let a = 1; a <= e; a++) {
    let s = o;
    o = nf(s.length);
    for (let l = 0; l < s.length; l++) {
      let c = s[l];
      for (let p = 0; p < c.length; p++) {
        let h = c[p].partialPath, d = c[p].suffixDef, A = Uo(h);
        if (ET(i, A, l) || v(d) || h.length === e) {
          let y = n[l];
          if (hi(y, h) === false) {
            y.push(h);
            for (let O = 0; O < A.length; O++) {
              let S = A[O];
              i[l][S] = true;
            }
          }
        } else {
          let y = ui(d, a + 1, h);
          o[l] = o[l].concat(y), x(y, (O) => {
            let S = Uo(O.partialPath);
            x(S, (g) => {
              i[l][g] = true;
            });
          });
        }
      }
    }
  }
  return n;
}
function en(t2, e, r, n) {
  let i = new fi(t2, q.ALTERNATION, n);
  return e.accept(i), uf(i.result, r);
}
function tn(t2, e, r, n) {
  let i = new fi(t2, r);
  e.accept(i);
  let o = i.result, s = new ko(e, t2, r).startWalking(), l = new W({ definition: o }), c = new W({ definition: s });
  return uf([l, c], n);
}
function hi(t2, e) {
  e: for (let r = 0; r < t2.length; r++) {
    let n = t2[r];
    if (n.length === e.length) {
      for (let i = 0; i < n.length; i++) {
        let o = e[i], a = n[i];
        if ((o === a || a.categoryMatchesMap[o.tokenTypeIdx] !== void 0) === false) continue e;
      }
      return true;
    }
  }
  return false;
}
function cf(t2, e) {
  return t2.length < e.length && Ee(t2, (r, n) => {
    let i = e[n];
    return r === i || i.categoryMatchesMap[r.tokenTypeIdx];
  });
}
function ff(t2) {
  return Ee(t2, (e) => Ee(e, (r) => Ee(r, (n) => v(n.categoryMatches))));
}
function pf(t2) {
  let e = t2.lookaheadStrategy.validate({ rules: t2.rules, tokenTypes: t2.tokenTypes, grammarName: t2.grammarName });
  return E(e, (r) => Object.assign({ type: fe.CUSTOM_LOOKAHEAD_VALIDATION }, r));
}
function hf(t2, e, r, n) {
  let i = Se(t2, (l) => gT(l, r)), o = LT(t2, e, r), a = Se(t2, (l) => TT(l, r)), s = Se(t2, (l) => AT(l, t2, n, r));
  return i.concat(o, a, s);
}
function gT(t2, e) {
  let r = new wo();
  t2.accept(r);
  let n = r.allProductions, i = xo(n, xT), o = Ie(i, (s) => s.length > 1);
  return E(M(o), (s) => {
    let l = he(s), c = e.buildDuplicateFoundError(t2, s), p = _e(l), h = { message: c, type: fe.DUPLICATE_PRODUCTIONS, ruleName: t2.name, dslName: p, occurrence: l.idx }, d = df(l);
    return d && (h.parameter = d), h;
  });
}
function xT(t2) {
  return `${_e(t2)}_#_${t2.idx}_#_${df(t2)}`;
}
function df(t2) {
  return t2 instanceof P ? t2.terminalType.name : t2 instanceof G ? t2.nonTerminalName : "";
}
var wo = class extends Le {
  constructor() {
    super(...arguments), this.allProductions = [];
  }
  visitNonTerminal(e) {
    this.allProductions.push(e);
  }
  visitOption(e) {
    this.allProductions.push(e);
  }
  visitRepetitionWithSeparator(e) {
    this.allProductions.push(e);
  }
  visitRepetitionMandatory(e) {
    this.allProductions.push(e);
  }
  visitRepetitionMandatoryWithSeparator(e) {
    this.allProductions.push(e);
  }
  visitRepetition(e) {
    this.allProductions.push(e);
  }
  visitAlternation(e) {
    this.allProductions.push(e);
  }
  visitTerminal(e) {
    this.allProductions.push(e);
  }
};
function AT(t2, e, r, n) {
  let i = [];
  if (le(e, (a, s) => s.name === t2.name ? a + 1 : a, 0) > 1) {
    let a = n.buildDuplicateRuleNameError({ topLevelRule: t2, grammarName: r });
    i.push({ message: a, type: fe.DUPLICATE_RULE_NAME, ruleName: t2.name });
  }
  return i;
}
function mf(t2, e, r) {
  let n = [], i;
  return H(e, t2) || (i = `Invalid rule override, rule: ->${t2}<- cannot be overridden in the grammar: ->${r}<-as it is not defined in any of the super grammars `, n.push({ message: i, type: fe.INVALID_RULE_OVERRIDE, ruleName: t2 })), n;
}
function Do(t2, e, r, n = []) {
  let i = [], o = di(e.definition);
  if (v(o)) return [];
  {
    let a = t2.name;
    H(o, t2) && i.push({ message: r.buildLeftRecursionError({ topLevelRule: t2, leftRecursionPath: n }), type: fe.LEFT_RECURSION, ruleName: a });
    let l = Pt(o, n.concat([t2])), c = Se(l, (p) => {
      let h = D(n);
      return h.push(p), Do(t2, p, r, h);
    });
    return i.concat(c);
  }
}
function di(t2) {
  let e = [];
  if (v(t2)) return e;
  let r = he(t2);
  if (r instanceof G) e.push(r.referencedRule);
  else if (r instanceof W || r instanceof j || r instanceof ne || r instanceof ie || r instanceof Z || r instanceof F) e = e.concat(di(r.definition));
  else if (r instanceof J) e = ue(E(r.definition, (o) => di(o.definition)));
  else if (!(r instanceof P)) throw Error("non exhaustive match");
  let n = Gt(r), i = t2.length > 1;
  if (n && i) {
    let o = re(t2);
    return e.concat(di(o));
  } else return e;
}
var rn = class extends Le {
  constructor() {
    super(...arguments), this.alternations = [];
  }
  visitAlternation(e) {
    this.alternations.push(e);
  }
};
function Ef(t2, e) {
  let r = new rn();
  t2.accept(r);
  let n = r.alternations;
  return Se(n, (o) => {
    let a = ft(o.definition);
    return Se(a, (s, l) => {
      let c = ci([s], [], ht, 1);
      return v(c) ? [{ message: e.buildEmptyAlternationError({ topLevelRule: t2, alternation: o, emptyChoiceIdx: l }), type: fe.NONE_LAST_EMPTY_ALT, ruleName: t2.name, occurrence: o.idx, alternative: l + 1 }] : [];
    });
  });
}
function gf(t2, e, r) {
  let n = new rn();
  t2.accept(n);
  let i = n.alternations;
  return i = Ft(i, (a) => a.ignoreAmbiguities === true), Se(i, (a) => {
    let s = a.idx, l = a.maxLookahead || e, c = en(s, t2, l, a), p = ST(c, a, t2, r), h = CT(c, a, t2, r);
    return p.concat(h);
  });
}
var Bo = class extends Le {
  constructor() {
    super(...arguments), this.allProductions = [];
  }
  visitRepetitionWithSeparator(e) {
    this.allProductions.push(e);
  }
  visitRepetitionMandatory(e) {
    this.allProductions.push(e);
  }
  visitRepetitionMandatoryWithSeparator(e) {
    this.allProductions.push(e);
  }
  visitRepetition(e) {
    this.allProductions.push(e);
  }
};
function TT(t2, e) {
  let r = new rn();
  t2.accept(r);
  let n = r.alternations;
  return Se(n, (o) => o.definition.length > 255 ? [{ message: e.buildTooManyAlternativesError({ topLevelRule: t2, alternation: o }), type: fe.TOO_MANY_ALTS, ruleName: t2.name, occurrence: o.idx }] : []);
}
function xf(t2, e, r) {
  let n = [];
  return x(t2, (i) => {
    let o = new Bo();
    i.accept(o);
    let a = o.allProductions;
    x(a, (s) => {
      let l = pi(s), c = s.maxLookahead || e, p = s.idx, d = tn(p, i, l, c)[0];
      if (v(ue(d))) {
        let A = r.buildEmptyRepetitionError({ topLevelRule: i, repetition: s });
        n.push({ message: A, type: fe.NO_NON_EMPTY_LOOKAHEAD, ruleName: i.name });
      }
    });
  }), n;
}
function ST(t2, e, r, n) {
  let i = [], o = le(t2, (s, l, c) => (e.definition[c].ignoreAmbiguities === true || x(l, (p) => {
    let h = [c];
    x(t2, (d, A) => {
      c !== A && hi(d, p) && e.definition[A].ignoreAmbiguities !== true && h.push(A);
    }), h.length > 1 && !hi(i, p) && (i.push(p), s.push({ alts: h, path: p }));
  }), s), []);
  return E(o, (s) => {
    let l = E(s.alts, (p) => p + 1);
    return { message: n.buildAlternationAmbiguityError({ topLevelRule: r, alternation: e, ambiguityIndices: l, prefixPath: s.path }), type: fe.AMBIGUOUS_ALTS, ruleName: r.name, occurrence: e.idx, alternatives: s.alts };
  });
}
function CT(t2, e, r, n) {
  let i = le(t2, (a, s, l) => {
    let c = E(s, (p) => ({ idx: l, path: p }));
    return a.concat(c);
  }, []);
  return et(Se(i, (a) => {
    if (e.definition[a.idx].ignoreAmbiguities === true) return [];
    let l = a.idx, c = a.path, p = ge(i, (d) => e.definition[d.idx].ignoreAmbiguities !== true && d.idx < l && cf(d.path, c));
    return E(p, (d) => {
      let A = [d.idx + 1, l + 1], L = e.idx === 0 ? "" : e.idx;
      return { message: n.buildAlternationPrefixAmbiguityError({ topLevelRule: r, alternation: e, ambiguityIndices: A, prefixPath: d.path }), type: fe.AMBIGUOUS_PREFIX_ALTS, ruleName: r.name, occurrence: L, alternatives: A };
    });
  }));
}
function LT(t2, e, r) {
  let n = [], i = E(e, (o) => o.name);
  return x(t2, (o) => {
    let a = o.name;
    if (H(i, a)) {
      let s = r.buildNamespaceConflictError(o);
      n.push({ message: s, type: fe.CONFLICT_TOKENS_RULES_NAMESPACE, ruleName: a });
    }
  }), n;
}
function Af(t2) {
  let e = xr(t2, { errMsgProvider: tf }), r = {};
  return x(t2.rules, (n) => {
    r[n.name] = n;
  }), rf(r, e.errMsgProvider);
}
function Tf(t2) {
  return t2 = xr(t2, { errMsgProvider: Ve }), hf(t2.rules, t2.tokenTypes, t2.errMsgProvider, t2.grammarName);
}
var Sf = "MismatchedTokenException";
var Cf = "NoViableAltException";
var Lf = "EarlyExitException";
var yf = "NotAllInputParsedException";
var Nf = [Sf, Cf, Lf, yf];
Object.freeze(Nf);
function Ut(t2) {
  return H(Nf, t2.name);
}
var Ir = class extends Error {
  constructor(e, r) {
    super(e), this.token = r, this.resyncedTokens = [], Object.setPrototypeOf(this, new.target.prototype), Error.captureStackTrace && Error.captureStackTrace(this, this.constructor);
  }
};
var Kt = class extends Ir {
  constructor(e, r, n) {
    super(e, r), this.previousToken = n, this.name = Sf;
  }
};
var nn = class extends Ir {
  constructor(e, r, n) {
    super(e, r), this.previousToken = n, this.name = Cf;
  }
};
var on = class extends Ir {
  constructor(e, r) {
    super(e, r), this.name = yf;
  }
};
var an = class extends Ir {
  constructor(e, r, n) {
    super(e, r), this.previousToken = n, this.name = Lf;
  }
};
var Go = {};
var $o = "InRuleRecoveryException";
var Wo = class extends Error {
  constructor(e) {
    super(e), this.name = $o;
  }
};
var mi = class {
  initRecoverable(e) {
    this.firstAfterRepMap = {}, this.resyncFollows = {}, this.recoveryEnabled = T(e, "recoveryEnabled") ? e.recoveryEnabled : ye.recoveryEnabled, this.recoveryEnabled && (this.attemptInRepetitionRecovery = yT);
  }
  getTokenToInsert(e) {
    let r = Ht(e, "", NaN, NaN, NaN, NaN, NaN, NaN);
    return r.isInsertedInRecovery = true, r;
  }
  canTokenTypeBeInsertedInRecovery(e) {
    return true;
  }
  canTokenTypeBeDeletedInRecovery(e) {
    return true;
  }
  tryInRepetitionRecovery(e, r, n, i) {
    let o = this.findReSyncTokenType(), a = this.exportLexerState(), s = [], l = false, c = this.LA(1), p = this.LA(1), h = () => {
      let d = this.LA(0), A = this.errorMessageProvider.buildMismatchTokenMessage({ expected: i, actual: c, previous: d, ruleName: this.getCurrRuleFullName() }), L = new Kt(A, c, this.LA(0));
      L.resyncedTokens = ft(s), this.SAVE_ERROR(L);
    };
    for (; !l; ) if (this.tokenMatcher(p, i)) {
      h();
      return;
    } else if (n.call(this)) {
      h(), e.apply(this, r);
      return;
    } else this.tokenMatcher(p, o) ? l = true : (p = this.SKIP_TOKEN(), this.addToResyncTokens(p, s));
    this.importLexerState(a);
  }
  shouldInRepetitionRecoveryBeTried(e, r, n) {
    return !(n === false || this.tokenMatcher(this.LA(1), e) || this.isBackTracking() || this.canPerformInRuleRecovery(e, this.getFollowsForInRuleRecovery(e, r)));
  }
  getFollowsForInRuleRecovery(e, r) {
    let n = this.getCurrentGrammarPath(e, r);
    return this.getNextPossibleTokenTypes(n);
  }
  tryInRuleRecovery(e, r) {
    if (this.canRecoverWithSingleTokenInsertion(e, r)) return this.getTokenToInsert(e);
    if (this.canRecoverWithSingleTokenDeletion(e)) {
      let n = this.SKIP_TOKEN();
      return this.consumeToken(), n;
    }
    throw new Wo("sad sad panda");
  }
  canPerformInRuleRecovery(e, r) {
    return this.canRecoverWithSingleTokenInsertion(e, r) || this.canRecoverWithSingleTokenDeletion(e);
  }
  canRecoverWithSingleTokenInsertion(e, r) {
    if (!this.canTokenTypeBeInsertedInRecovery(e) || v(r)) return false;
    let n = this.LA(1);
    return rt(r, (o) => this.tokenMatcher(n, o)) !== void 0;
  }
  canRecoverWithSingleTokenDeletion(e) {
    return this.canTokenTypeBeDeletedInRecovery(e) ? this.tokenMatcher(this.LA(2), e) : false;
  }
  isInCurrentRuleReSyncSet(e) {
    let r = this.getCurrFollowKey(), n = this.getFollowSetFromFollowKey(r);
    return H(n, e);
  }
  findReSyncTokenType() {
    let e = this.flattenFollowSet(), r = this.LA(1), n = 2;
    for (; ; ) {
      let i = rt(e, (o) => Po(r, o));
      if (i !== void 0) return i;
      r = this.LA(n), n++;
    }
  }
  getCurrFollowKey() {
    if (this.RULE_STACK.length === 1) return Go;
    let e = this.getLastExplicitRuleShortName(), r = this.getLastExplicitRuleOccurrenceIndex(), n = this.getPreviousExplicitRuleShortName();
    return { ruleName: this.shortRuleNameToFullName(e), idxInCallingRule: r, inRule: this.shortRuleNameToFullName(n) };
  }
  buildFullFollowKeyStack() {
    let e = this.RULE_STACK, r = this.RULE_OCCURRENCE_STACK;
    return E(e, (n, i) => i === 0 ? Go : { ruleName: this.shortRuleNameToFullName(n), idxInCallingRule: r[i], inRule: this.shortRuleNameToFullName(e[i - 1]) });
  }
  flattenFollowSet() {
    let e = E(this.buildFullFollowKeyStack(), (r) => this.getFollowSetFromFollowKey(r));
    return ue(e);
  }
  getFollowSetFromFollowKey(e) {
    if (e === Go) return [$e];
    let r = e.ruleName + e.idxInCallingRule + Qn + e.inRule;
    return this.resyncFollows[r];
  }
  addToResyncTokens(e, r) {
    return this.tokenMatcher(e, $e) || r.push(e), r;
  }
  reSyncTo(e) {
    let r = [], n = this.LA(1);
    for (; this.tokenMatcher(n, e) === false; ) n = this.SKIP_TOKEN(), this.addToResyncTokens(n, r);
    return ft(r);
  }
  attemptInRepetitionRecovery(e, r, n, i, o, a, s) {
  }
  getCurrentGrammarPath(e, r) {
    let n = this.getHumanReadableRuleStack(), i = D(this.RULE_OCCURRENCE_STACK);
    return { ruleStack: n, occurrenceStack: i, lastTok: e, lastTokOccurrence: r };
  }
  getHumanReadableRuleStack() {
    return E(this.RULE_STACK, (e) => this.shortRuleNameToFullName(e));
  }
};
function yT(t2, e, r, n, i, o, a) {
  let s = this.getKeyForAutomaticLookahead(n, i), l = this.firstAfterRepMap[s];
  if (l === void 0) {
    let d = this.getCurrRuleFullName(), A = this.getGAstProductions()[d];
    l = new o(A, i).startWalking(), this.firstAfterRepMap[s] = l;
  }
  let c = l.token, p = l.occurrence, h = l.isEndOfRule;
  this.RULE_STACK.length === 1 && h && c === void 0 && (c = $e, p = 1), !(c === void 0 || p === void 0) && this.shouldInRepetitionRecoveryBeTried(c, p, a) && this.tryInRepetitionRecovery(t2, e, r, c);
}
function Ei(t2, e, r) {
  return r | e | t2;
}
var sn = class {
  constructor(e) {
    var r;
    this.maxLookahead = (r = e?.maxLookahead) !== null && r !== void 0 ? r : ye.maxLookahead;
  }
  validate(e) {
    let r = this.validateNoLeftRecursion(e.rules);
    if (v(r)) {
      let n = this.validateEmptyOrAlternatives(e.rules), i = this.validateAmbiguousAlternationAlternatives(e.rules, this.maxLookahead), o = this.validateSomeNonEmptyLookaheadPath(e.rules, this.maxLookahead);
      return [...r, ...n, ...i, ...o];
    }
    return r;
  }
  validateNoLeftRecursion(e) {
    return Se(e, (r) => Do(r, r, Ve));
  }
  validateEmptyOrAlternatives(e) {
    return Se(e, (r) => Ef(r, Ve));
  }
  validateAmbiguousAlternationAlternatives(e, r) {
    return Se(e, (n) => gf(n, r, Ve));
  }
  validateSomeNonEmptyLookaheadPath(e, r) {
    return xf(e, r, Ve);
  }
  buildLookaheadForAlternation(e) {
    return of(e.prodOccurrence, e.rule, e.maxLookahead, e.hasPredicates, e.dynamicTokensEnabled, sf);
  }
  buildLookaheadForOptional(e) {
    return af(e.prodOccurrence, e.rule, e.maxLookahead, e.dynamicTokensEnabled, pi(e.prodType), lf);
  }
};
var xi = class {
  initLooksAhead(e) {
    this.dynamicTokensEnabled = T(e, "dynamicTokensEnabled") ? e.dynamicTokensEnabled : ye.dynamicTokensEnabled, this.maxLookahead = T(e, "maxLookahead") ? e.maxLookahead : ye.maxLookahead, this.lookaheadStrategy = T(e, "lookaheadStrategy") ? e.lookaheadStrategy : new sn({ maxLookahead: this.maxLookahead }), this.lookAheadFuncsCache = /* @__PURE__ */ new Map();
  }
  preComputeLookaheadFunctions(e) {
    x(e, (r) => {
      this.TRACE_INIT(`${r.name} Rule Lookahead`, () => {
        let { alternation: n, repetition: i, option: o, repetitionMandatory: a, repetitionMandatoryWithSeparator: s, repetitionWithSeparator: l } = NT(r);
        x(n, (c) => {
          let p = c.idx === 0 ? "" : c.idx;
          this.TRACE_INIT(`${_e(c)}${p}`, () => {
            let h = this.lookaheadStrategy.buildLookaheadForAlternation({ prodOccurrence: c.idx, rule: r, maxLookahead: c.maxLookahead || this.maxLookahead, hasPredicates: c.hasPredicates, dynamicTokensEnabled: this.dynamicTokensEnabled }), d = Ei(this.fullRuleNameToShort[r.name], 256, c.idx);
            this.setLaFuncCache(d, h);
          });
        }), x(i, (c) => {
          this.computeLookaheadFunc(r, c.idx, 768, "Repetition", c.maxLookahead, _e(c));
        }), x(o, (c) => {
          this.computeLookaheadFunc(r, c.idx, 512, "Option", c.maxLookahead, _e(c));
        }), x(a, (c) => {
          this.computeLookaheadFunc(r, c.idx, 1024, "RepetitionMandatory", c.maxLookahead, _e(c));
        }), x(s, (c) => {
          this.computeLookaheadFunc(r, c.idx, 1536, "RepetitionMandatoryWithSeparator", c.maxLookahead, _e(c));
        }), x(l, (c) => {
          this.computeLookaheadFunc(r, c.idx, 1280, "RepetitionWithSeparator", c.maxLookahead, _e(c));
        });
      });
    });
  }
  computeLookaheadFunc(e, r, n, i, o, a) {
    this.TRACE_INIT(`${a}${r === 0 ? "" : r}`, () => {
      let s = this.lookaheadStrategy.buildLookaheadForOptional({ prodOccurrence: r, rule: e, maxLookahead: o || this.maxLookahead, dynamicTokensEnabled: this.dynamicTokensEnabled, prodType: i }), l = Ei(this.fullRuleNameToShort[e.name], n, r);
      this.setLaFuncCache(l, s);
    });
  }
  getKeyForAutomaticLookahead(e, r) {
    let n = this.getLastExplicitRuleShortName();
    return Ei(n, e, r);
  }
  getLaFuncFromCache(e) {
    return this.lookAheadFuncsCache.get(e);
  }
  setLaFuncCache(e, r) {
    this.lookAheadFuncsCache.set(e, r);
  }
};
var Vo = class extends Le {
  constructor() {
    super(...arguments), this.dslMethods = { option: [], alternation: [], repetition: [], repetitionWithSeparator: [], repetitionMandatory: [], repetitionMandatoryWithSeparator: [] };
  }
  reset() {
    this.dslMethods = { option: [], alternation: [], repetition: [], repetitionWithSeparator: [], repetitionMandatory: [], repetitionMandatoryWithSeparator: [] };
  }
  visitOption(e) {
    this.dslMethods.option.push(e);
  }
  visitRepetitionWithSeparator(e) {
    this.dslMethods.repetitionWithSeparator.push(e);
  }
  visitRepetitionMandatory(e) {
    this.dslMethods.repetitionMandatory.push(e);
  }
  visitRepetitionMandatoryWithSeparator(e) {
    this.dslMethods.repetitionMandatoryWithSeparator.push(e);
  }
  visitRepetition(e) {
    this.dslMethods.repetition.push(e);
  }
  visitAlternation(e) {
    this.dslMethods.alternation.push(e);
  }
};
var gi = new Vo();
function NT(t2) {
  gi.reset(), t2.accept(gi);
  let e = gi.dslMethods;
  return gi.reset(), e;
}
function Ko(t2, e) {
  isNaN(t2.startOffset) === true ? (t2.startOffset = e.startOffset, t2.endOffset = e.endOffset) : t2.endOffset < e.endOffset && (t2.endOffset = e.endOffset);
}
function Yo(t2, e) {
  isNaN(t2.startOffset) === true ? (t2.startOffset = e.startOffset, t2.startColumn = e.startColumn, t2.startLine = e.startLine, t2.endOffset = e.endOffset, t2.endColumn = e.endColumn, t2.endLine = e.endLine) : t2.endOffset < e.endOffset && (t2.endOffset = e.endOffset, t2.endColumn = e.endColumn, t2.endLine = e.endLine);
}
function Of(t2, e, r) {
  t2.children[r] === void 0 ? t2.children[r] = [e] : t2.children[r].push(e);
}
function Rf(t2, e, r) {
  t2.children[e] === void 0 ? t2.children[e] = [r] : t2.children[e].push(r);
}
var OT = "name";
function Xo(t2, e) {
  Object.defineProperty(t2, OT, { enumerable: false, configurable: true, writable: false, value: e });
}
function RT(t2, e) {
  let r = w(t2), n = r.length;
  for (let i = 0; i < n; i++) {
    let o = r[i], a = t2[o], s = a.length;
    for (let l = 0; l < s; l++) {
      let c = a[l];
      c.tokenTypeIdx === void 0 && this[c.name](c.children, e);
    }
  }
}
function If(t2, e) {
  let r = function() {
  };
  Xo(r, t2 + "BaseSemantics");
  let n = { visit: function(i, o) {
    if (C(i) && (i = i[0]), !xe(i)) return this[i.name](i.children, o);
  }, validateVisitor: function() {
    let i = IT(this, e);
    if (!v(i)) {
      let o = E(i, (a) => a.msg);
      throw Error(`Errors Detected in CST Visitor <${this.constructor.name}>:
	${o.join(`

`).replace(/\n/g, `
	`)}`);
    }
  } };
  return r.prototype = n, r.prototype.constructor = r, r._RULE_NAMES = e, r;
}
function _f(t2, e, r) {
  let n = function() {
  };
  Xo(n, t2 + "BaseSemanticsWithDefaults");
  let i = Object.create(r.prototype);
  return x(e, (o) => {
    i[o] = RT;
  }), n.prototype = i, n.prototype.constructor = n, n;
}
var qo;
(function(t2) {
  t2[t2.REDUNDANT_METHOD = 0] = "REDUNDANT_METHOD", t2[t2.MISSING_METHOD = 1] = "MISSING_METHOD";
})(qo || (qo = {}));
function IT(t2, e) {
  return _T(t2, e);
}
function _T(t2, e) {
  let r = ge(e, (i) => Te(t2[i]) === false), n = E(r, (i) => ({ msg: `Missing visitor method: <${i}> on ${t2.constructor.name} CST Visitor.`, type: qo.MISSING_METHOD, methodName: i }));
  return et(n);
}
var Ci = class {
  initTreeBuilder(e) {
    if (this.CST_STACK = [], this.outputCst = e.outputCst, this.nodeLocationTracking = T(e, "nodeLocationTracking") ? e.nodeLocationTracking : ye.nodeLocationTracking, !this.outputCst) this.cstInvocationStateUpdate = X, this.cstFinallyStateUpdate = X, this.cstPostTerminal = X, this.cstPostNonTerminal = X, this.cstPostRule = X;
    else if (/full/i.test(this.nodeLocationTracking)) this.recoveryEnabled ? (this.setNodeLocationFromToken = Yo, this.setNodeLocationFromNode = Yo, this.cstPostRule = X, this.setInitialNodeLocation = this.setInitialNodeLocationFullRecovery) : (this.setNodeLocationFromToken = X, this.setNodeLocationFromNode = X, this.cstPostRule = this.cstPostRuleFull, this.setInitialNodeLocation = this.setInitialNodeLocationFullRegular);
    else if (/onlyOffset/i.test(this.nodeLocationTracking)) this.recoveryEnabled ? (this.setNodeLocationFromToken = Ko, this.setNodeLocationFromNode = Ko, this.cstPostRule = X, this.setInitialNodeLocation = this.setInitialNodeLocationOnlyOffsetRecovery) : (this.setNodeLocationFromToken = X, this.setNodeLocationFromNode = X, this.cstPostRule = this.cstPostRuleOnlyOffset, this.setInitialNodeLocation = this.setInitialNodeLocationOnlyOffsetRegular);
    else if (/none/i.test(this.nodeLocationTracking)) this.setNodeLocationFromToken = X, this.setNodeLocationFromNode = X, this.cstPostRule = X, this.setInitialNodeLocation = X;
    else throw Error(`Invalid <nodeLocationTracking> config option: "${e.nodeLocationTracking}"`);
  }
  setInitialNodeLocationOnlyOffsetRecovery(e) {
    e.location = { startOffset: NaN, endOffset: NaN };
  }
  setInitialNodeLocationOnlyOffsetRegular(e) {
    e.location = { startOffset: this.LA(1).startOffset, endOffset: NaN };
  }
  setInitialNodeLocationFullRecovery(e) {
    e.location = { startOffset: NaN, startLine: NaN, startColumn: NaN, endOffset: NaN, endLine: NaN, endColumn: NaN };
  }
  setInitialNodeLocationFullRegular(e) {
    let r = this.LA(1);
    e.location = { startOffset: r.startOffset, startLine: r.startLine, startColumn: r.startColumn, endOffset: NaN, endLine: NaN, endColumn: NaN };
  }
  cstInvocationStateUpdate(e) {
    let r = { name: e, children: /* @__PURE__ */ Object.create(null) };
    this.setInitialNodeLocation(r), this.CST_STACK.push(r);
  }
  cstFinallyStateUpdate() {
    this.CST_STACK.pop();
  }
  cstPostRuleFull(e) {
    let r = this.LA(0), n = e.location;
    n.startOffset <= r.startOffset ? (n.endOffset = r.endOffset, n.endLine = r.endLine, n.endColumn = r.endColumn) : (n.startOffset = NaN, n.startLine = NaN, n.startColumn = NaN);
  }
  cstPostRuleOnlyOffset(e) {
    let r = this.LA(0), n = e.location;
    n.startOffset <= r.startOffset ? n.endOffset = r.endOffset : n.startOffset = NaN;
  }
  cstPostTerminal(e, r) {
    let n = this.CST_STACK[this.CST_STACK.length - 1];
    Of(n, r, e), this.setNodeLocationFromToken(n.location, r);
  }
  cstPostNonTerminal(e, r) {
    let n = this.CST_STACK[this.CST_STACK.length - 1];
    Rf(n, r, e), this.setNodeLocationFromNode(n.location, e.location);
  }
  getBaseCstVisitorConstructor() {
    if (xe(this.baseCstVisitorConstructor)) {
      let e = If(this.className, w(this.gastProductionsCache));
      return this.baseCstVisitorConstructor = e, e;
    }
    return this.baseCstVisitorConstructor;
  }
  getBaseCstVisitorConstructorWithDefaults() {
    if (xe(this.baseCstVisitorWithDefaultsConstructor)) {
      let e = _f(this.className, w(this.gastProductionsCache), this.getBaseCstVisitorConstructor());
      return this.baseCstVisitorWithDefaultsConstructor = e, e;
    }
    return this.baseCstVisitorWithDefaultsConstructor;
  }
  getLastExplicitRuleShortName() {
    let e = this.RULE_STACK;
    return e[e.length - 1];
  }
  getPreviousExplicitRuleShortName() {
    let e = this.RULE_STACK;
    return e[e.length - 2];
  }
  getLastExplicitRuleOccurrenceIndex() {
    let e = this.RULE_OCCURRENCE_STACK;
    return e[e.length - 1];
  }
};
var Li = class {
  initLexerAdapter() {
    this.tokVector = [], this.tokVectorLength = 0, this.currIdx = -1;
  }
  set input(e) {
    if (this.selfAnalysisDone !== true) throw Error("Missing <performSelfAnalysis> invocation at the end of the Parser's constructor.");
    this.reset(), this.tokVector = e, this.tokVectorLength = e.length;
  }
  get input() {
    return this.tokVector;
  }
  SKIP_TOKEN() {
    return this.currIdx <= this.tokVector.length - 2 ? (this.consumeToken(), this.LA(1)) : _r;
  }
  LA(e) {
    let r = this.currIdx + e;
    return r < 0 || this.tokVectorLength <= r ? _r : this.tokVector[r];
  }
  consumeToken() {
    this.currIdx++;
  }
  exportLexerState() {
    return this.currIdx;
  }
  importLexerState(e) {
    this.currIdx = e;
  }
  resetLexerState() {
    this.currIdx = -1;
  }
  moveToTerminatedState() {
    this.currIdx = this.tokVector.length - 1;
  }
  getLexerPosition() {
    return this.exportLexerState();
  }
};
var yi = class {
  ACTION(e) {
    return e.call(this);
  }
  consume(e, r, n) {
    return this.consumeInternal(r, e, n);
  }
  subrule(e, r, n) {
    return this.subruleInternal(r, e, n);
  }
  option(e, r) {
    return this.optionInternal(r, e);
  }
  or(e, r) {
    return this.orInternal(r, e);
  }
  many(e, r) {
    return this.manyInternal(e, r);
  }
  atLeastOne(e, r) {
    return this.atLeastOneInternal(e, r);
  }
  CONSUME(e, r) {
    return this.consumeInternal(e, 0, r);
  }
  CONSUME1(e, r) {
    return this.consumeInternal(e, 1, r);
  }
  CONSUME2(e, r) {
    return this.consumeInternal(e, 2, r);
  }
  CONSUME3(e, r) {
    return this.consumeInternal(e, 3, r);
  }
  CONSUME4(e, r) {
    return this.consumeInternal(e, 4, r);
  }
  CONSUME5(e, r) {
    return this.consumeInternal(e, 5, r);
  }
  CONSUME6(e, r) {
    return this.consumeInternal(e, 6, r);
  }
  CONSUME7(e, r) {
    return this.consumeInternal(e, 7, r);
  }
  CONSUME8(e, r) {
    return this.consumeInternal(e, 8, r);
  }
  CONSUME9(e, r) {
    return this.consumeInternal(e, 9, r);
  }
  SUBRULE(e, r) {
    return this.subruleInternal(e, 0, r);
  }
  SUBRULE1(e, r) {
    return this.subruleInternal(e, 1, r);
  }
  SUBRULE2(e, r) {
    return this.subruleInternal(e, 2, r);
  }
  SUBRULE3(e, r) {
    return this.subruleInternal(e, 3, r);
  }
  SUBRULE4(e, r) {
    return this.subruleInternal(e, 4, r);
  }
  SUBRULE5(e, r) {
    return this.subruleInternal(e, 5, r);
  }
  SUBRULE6(e, r) {
    return this.subruleInternal(e, 6, r);
  }
  SUBRULE7(e, r) {
    return this.subruleInternal(e, 7, r);
  }
  SUBRULE8(e, r) {
    return this.subruleInternal(e, 8, r);
  }
  SUBRULE9(e, r) {
    return this.subruleInternal(e, 9, r);
  }
  OPTION(e) {
    return this.optionInternal(e, 0);
  }
  OPTION1(e) {
    return this.optionInternal(e, 1);
  }
  OPTION2(e) {
    return this.optionInternal(e, 2);
  }
  OPTION3(e) {
    return this.optionInternal(e, 3);
  }
  OPTION4(e) {
    return this.optionInternal(e, 4);
  }
  OPTION5(e) {
    return this.optionInternal(e, 5);
  }
  OPTION6(e) {
    return this.optionInternal(e, 6);
  }
  OPTION7(e) {
    return this.optionInternal(e, 7);
  }
  OPTION8(e) {
    return this.optionInternal(e, 8);
  }
  OPTION9(e) {
    return this.optionInternal(e, 9);
  }
  OR(e) {
    return this.orInternal(e, 0);
  }
  OR1(e) {
    return this.orInternal(e, 1);
  }
  OR2(e) {
    return this.orInternal(e, 2);
  }
  OR3(e) {
    return this.orInternal(e, 3);
  }
  OR4(e) {
    return this.orInternal(e, 4);
  }
  OR5(e) {
    return this.orInternal(e, 5);
  }
  OR6(e) {
    return this.orInternal(e, 6);
  }
  OR7(e) {
    return this.orInternal(e, 7);
  }
  OR8(e) {
    return this.orInternal(e, 8);
  }
  OR9(e) {
    return this.orInternal(e, 9);
  }
  MANY(e) {
    this.manyInternal(0, e);
  }
  MANY1(e) {
    this.manyInternal(1, e);
  }
  MANY2(e) {
    this.manyInternal(2, e);
  }
  MANY3(e) {
    this.manyInternal(3, e);
  }
  MANY4(e) {
    this.manyInternal(4, e);
  }
  MANY5(e) {
    this.manyInternal(5, e);
  }
  MANY6(e) {
    this.manyInternal(6, e);
  }
  MANY7(e) {
    this.manyInternal(7, e);
  }
  MANY8(e) {
    this.manyInternal(8, e);
  }
  MANY9(e) {
    this.manyInternal(9, e);
  }
  MANY_SEP(e) {
    this.manySepFirstInternal(0, e);
  }
  MANY_SEP1(e) {
    this.manySepFirstInternal(1, e);
  }
  MANY_SEP2(e) {
    this.manySepFirstInternal(2, e);
  }
  MANY_SEP3(e) {
    this.manySepFirstInternal(3, e);
  }
  MANY_SEP4(e) {
    this.manySepFirstInternal(4, e);
  }
  MANY_SEP5(e) {
    this.manySepFirstInternal(5, e);
  }
  MANY_SEP6(e) {
    this.manySepFirstInternal(6, e);
  }
  MANY_SEP7(e) {
    this.manySepFirstInternal(7, e);
  }
  MANY_SEP8(e) {
    this.manySepFirstInternal(8, e);
  }
  MANY_SEP9(e) {
    this.manySepFirstInternal(9, e);
  }
  AT_LEAST_ONE(e) {
    this.atLeastOneInternal(0, e);
  }
  AT_LEAST_ONE1(e) {
    return this.atLeastOneInternal(1, e);
  }
  AT_LEAST_ONE2(e) {
    this.atLeastOneInternal(2, e);
  }
  AT_LEAST_ONE3(e) {
    this.atLeastOneInternal(3, e);
  }
  AT_LEAST_ONE4(e) {
    this.atLeastOneInternal(4, e);
  }
  AT_LEAST_ONE5(e) {
    this.atLeastOneInternal(5, e);
  }
  AT_LEAST_ONE6(e) {
    this.atLeastOneInternal(6, e);
  }
  AT_LEAST_ONE7(e) {
    this.atLeastOneInternal(7, e);
  }
  AT_LEAST_ONE8(e) {
    this.atLeastOneInternal(8, e);
  }
  AT_LEAST_ONE9(e) {
    this.atLeastOneInternal(9, e);
  }
  AT_LEAST_ONE_SEP(e) {
    this.atLeastOneSepFirstInternal(0, e);
  }
  AT_LEAST_ONE_SEP1(e) {
    this.atLeastOneSepFirstInternal(1, e);
  }
  AT_LEAST_ONE_SEP2(e) {
    this.atLeastOneSepFirstInternal(2, e);
  }
  AT_LEAST_ONE_SEP3(e) {
    this.atLeastOneSepFirstInternal(3, e);
  }
  AT_LEAST_ONE_SEP4(e) {
    this.atLeastOneSepFirstInternal(4, e);
  }
  AT_LEAST_ONE_SEP5(e) {
    this.atLeastOneSepFirstInternal(5, e);
  }
  AT_LEAST_ONE_SEP6(e) {
    this.atLeastOneSepFirstInternal(6, e);
  }
  AT_LEAST_ONE_SEP7(e) {
    this.atLeastOneSepFirstInternal(7, e);
  }
  AT_LEAST_ONE_SEP8(e) {
    this.atLeastOneSepFirstInternal(8, e);
  }
  AT_LEAST_ONE_SEP9(e) {
    this.atLeastOneSepFirstInternal(9, e);
  }
  RULE(e, r, n = br) {
    if (H(this.definedRulesNames, e)) {
      let a = { message: Ve.buildDuplicateRuleNameError({ topLevelRule: e, grammarName: this.className }), type: fe.DUPLICATE_RULE_NAME, ruleName: e };
      this.definitionErrors.push(a);
    }
    this.definedRulesNames.push(e);
    let i = this.defineRule(e, r, n);
    return this[e] = i, i;
  }
  OVERRIDE_RULE(e, r, n = br) {
    let i = mf(e, this.definedRulesNames, this.className);
    this.definitionErrors = this.definitionErrors.concat(i);
    let o = this.defineRule(e, r, n);
    return this[e] = o, o;
  }
  BACKTRACK(e, r) {
    return function() {
      this.isBackTrackingStack.push(1);
      let n = this.saveRecogState();
      try {
        return e.apply(this, r), true;
      } catch (i) {
        if (Ut(i)) return false;
        throw i;
      } finally {
        this.reloadRecogState(n), this.isBackTrackingStack.pop();
      }
    };
  }
  getGAstProductions() {
    return this.gastProductionsCache;
  }
  getSerializedGastProductions() {
    return zn(M(this.gastProductionsCache));
  }
};
var Ni = class {
  initRecognizerEngine(e, r) {
    if (this.className = this.constructor.name, this.shortRuleNameToFull = {}, this.fullRuleNameToShort = {}, this.ruleShortNameIdx = 256, this.tokenMatcher = Or, this.subruleIdx = 0, this.definedRulesNames = [], this.tokensMap = {}, this.isBackTrackingStack = [], this.RULE_STACK = [], this.RULE_OCCURRENCE_STACK = [], this.gastProductionsCache = {}, T(r, "serializedGrammar")) throw Error(`The Parser's configuration can no longer contain a <serializedGrammar> property.
	See: https://chevrotain.io/docs/changes/BREAKING_CHANGES.html#_6-0-0
	For Further details.`);
    if (C(e)) {
      if (v(e)) throw Error(`A Token Vocabulary cannot be empty.
	Note that the first argument for the parser constructor
	is no longer a Token vector (since v4.0).`);
      if (typeof e[0].startOffset == "number") throw Error(`The Parser constructor no longer accepts a token vector as the first argument.
	See: https://chevrotain.io/docs/changes/BREAKING_CHANGES.html#_4-0-0
	For Further details.`);
    }
    if (C(e)) this.tokensMap = le(e, (o, a) => (o[a.name] = a, o), {});
    else if (T(e, "modes") && Ee(ue(M(e.modes)), Kc)) {
      let o = ue(M(e.modes)), a = Ar(o);
      this.tokensMap = le(a, (s, l) => (s[l.name] = l, s), {});
    } else if (Y(e)) this.tokensMap = D(e);
    else throw new Error("<tokensDictionary> argument must be An Array of Token constructors, A dictionary of Token constructors or an IMultiModeLexerDefinition");
    this.tokensMap.EOF = $e;
    let n = T(e, "modes") ? ue(M(e.modes)) : M(e), i = Ee(n, (o) => v(o.categoryMatches));
    this.tokenMatcher = i ? Or : ht, dt(M(this.tokensMap));
  }
  defineRule(e, r, n) {
    if (this.selfAnalysisDone) throw Error(`Grammar rule <${e}> may not be defined after the 'performSelfAnalysis' method has been called'
Make sure that all grammar rule definitions are done before 'performSelfAnalysis' is called.`);
    let i = T(n, "resyncEnabled") ? n.resyncEnabled : br.resyncEnabled, o = T(n, "recoveryValueFunc") ? n.recoveryValueFunc : br.recoveryValueFunc, a = this.ruleShortNameIdx << 12;
    this.ruleShortNameIdx++, this.shortRuleNameToFull[a] = e, this.fullRuleNameToShort[e] = a;
    let s;
    return this.outputCst === true ? s = function(...p) {
      try {
        this.ruleInvocationStateUpdate(a, e, this.subruleIdx), r.apply(this, p);
        let h = this.CST_STACK[this.CST_STACK.length - 1];
        return this.cstPostRule(h), h;
      } catch (h) {
        return this.invokeRuleCatch(h, i, o);
      } finally {
        this.ruleFinallyStateUpdate();
      }
    } : s = function(...p) {
      try {
        return this.ruleInvocationStateUpdate(a, e, this.subruleIdx), r.apply(this, p);
      } catch (h) {
        return this.invokeRuleCatch(h, i, o);
      } finally {
        this.ruleFinallyStateUpdate();
      }
    }, Object.assign(s, { ruleName: e, originalGrammarAction: r });
  }
  invokeRuleCatch(e, r, n) {
    let i = this.RULE_STACK.length === 1, o = r && !this.isBackTracking() && this.recoveryEnabled;
    if (Ut(e)) {
      let a = e;
      if (o) {
        let s = this.findReSyncTokenType();
        if (this.isInCurrentRuleReSyncSet(s)) if (a.resyncedTokens = this.reSyncTo(s), this.outputCst) {
          let l = this.CST_STACK[this.CST_STACK.length - 1];
          return l.recoveredNode = true, l;
        } else return n(e);
        else {
          if (this.outputCst) {
            let l = this.CST_STACK[this.CST_STACK.length - 1];
            l.recoveredNode = true, a.partialCstResult = l;
          }
          throw a;
        }
      } else {
        if (i) return this.moveToTerminatedState(), n(e);
        throw a;
      }
    } else throw e;
  }
  optionInternal(e, r) {
    let n = this.getKeyForAutomaticLookahead(512, r);
    return this.optionInternalLogic(e, r, n);
  }
  optionInternalLogic(e, r, n) {
    let i = this.getLaFuncFromCache(n), o;
    if (typeof e != "function") {
      o = e.DEF;
      let a = e.GATE;
      if (a !== void 0) {
        let s = i;
        i = () => a.call(this) && s.call(this);
      }
    } else o = e;
    if (i.call(this) === true) return o.call(this);
  }
  atLeastOneInternal(e, r) {
    let n = this.getKeyForAutomaticLookahead(1024, e);
    return this.atLeastOneInternalLogic(e, r, n);
  }
  atLeastOneInternalLogic(e, r, n) {
    let i = this.getLaFuncFromCache(n), o;
    if (typeof r != "function") {
      o = r.DEF;
      let a = r.GATE;
      if (a !== void 0) {
        let s = i;
        i = () => a.call(this) && s.call(this);
      }
    } else o = r;
    if (i.call(this) === true) {
      let a = this.doSingleRepetition(o);
      for (; i.call(this) === true && a === true; ) a = this.doSingleRepetition(o);
    } else throw this.raiseEarlyExitException(e, q.REPETITION_MANDATORY, r.ERR_MSG);
    this.attemptInRepetitionRecovery(this.atLeastOneInternal, [e, r], i, 1024, e, li);
  }
  atLeastOneSepFirstInternal(e, r) {
    let n = this.getKeyForAutomaticLookahead(1536, e);
    this.atLeastOneSepFirstInternalLogic(e, r, n);
  }
  atLeastOneSepFirstInternalLogic(e, r, n) {
    let i = r.DEF, o = r.SEP;
    if (this.getLaFuncFromCache(n).call(this) === true) {
      i.call(this);
      let s = () => this.tokenMatcher(this.LA(1), o);
      for (; this.tokenMatcher(this.LA(1), o) === true; ) this.CONSUME(o), i.call(this);
      this.attemptInRepetitionRecovery(this.repetitionSepSecondInternal, [e, o, s, i, Jr], s, 1536, e, Jr);
    } else throw this.raiseEarlyExitException(e, q.REPETITION_MANDATORY_WITH_SEPARATOR, r.ERR_MSG);
  }
  manyInternal(e, r) {
    let n = this.getKeyForAutomaticLookahead(768, e);
    return this.manyInternalLogic(e, r, n);
  }
  manyInternalLogic(e, r, n) {
    let i = this.getLaFuncFromCache(n), o;
    if (typeof r != "function") {
      o = r.DEF;
      let s = r.GATE;
      if (s !== void 0) {
        let l = i;
        i = () => s.call(this) && l.call(this);
      }
    } else o = r;
    let a = true;
    for (; i.call(this) === true && a === true; ) a = this.doSingleRepetition(o);
    this.attemptInRepetitionRecovery(this.manyInternal, [e, r], i, 768, e, si, a);
  }
  manySepFirstInternal(e, r) {
    let n = this.getKeyForAutomaticLookahead(1280, e);
    this.manySepFirstInternalLogic(e, r, n);
  }
  manySepFirstInternalLogic(e, r, n) {
    let i = r.DEF, o = r.SEP;
    if (this.getLaFuncFromCache(n).call(this) === true) {
      i.call(this);
      let s = () => this.tokenMatcher(this.LA(1), o);
      for (; this.tokenMatcher(this.LA(1), o) === true; ) this.CONSUME(o), i.call(this);
      this.attemptInRepetitionRecovery(this.repetitionSepSecondInternal, [e, o, s, i, Zr], s, 1280, e, Zr);
    }
  }
  repetitionSepSecondInternal(e, r, n, i, o) {
    for (; n(); ) this.CONSUME(r), i.call(this);
    this.attemptInRepetitionRecovery(this.repetitionSepSecondInternal, [e, r, n, i, o], n, 1536, e, o);
  }
  doSingleRepetition(e) {
    let r = this.getLexerPosition();
    return e.call(this), this.getLexerPosition() > r;
  }
  orInternal(e, r) {
    let n = this.getKeyForAutomaticLookahead(256, r), i = C(e) ? e : e.DEF, a = this.getLaFuncFromCache(n).call(this, i);
    if (a !== void 0) return i[a].ALT.call(this);
    this.raiseNoAltException(r, e.ERR_MSG);
  }
  ruleFinallyStateUpdate() {
    if (this.RULE_STACK.pop(), this.RULE_OCCURRENCE_STACK.pop(), this.cstFinallyStateUpdate(), this.RULE_STACK.length === 0 && this.isAtEndOfInput() === false) {
      let e = this.LA(1), r = this.errorMessageProvider.buildNotAllInputParsedMessage({ firstRedundant: e, ruleName: this.getCurrRuleFullName() });
      this.SAVE_ERROR(new on(r, e));
    }
  }
  subruleInternal(e, r, n) {
    let i;
    try {
      let o = n !== void 0 ? n.ARGS : void 0;
      return this.subruleIdx = r, i = e.apply(this, o), this.cstPostNonTerminal(i, n !== void 0 && n.LABEL !== void 0 ? n.LABEL : e.ruleName), i;
    } catch (o) {
      throw this.subruleInternalError(o, n, e.ruleName);
    }
  }
  subruleInternalError(e, r, n) {
    throw Ut(e) && e.partialCstResult !== void 0 && (this.cstPostNonTerminal(e.partialCstResult, r !== void 0 && r.LABEL !== void 0 ? r.LABEL : n), delete e.partialCstResult), e;
  }
  consumeInternal(e, r, n) {
    let i;
    try {
      let o = this.LA(1);
      this.tokenMatcher(o, e) === true ? (this.consumeToken(), i = o) : this.consumeInternalError(e, o, n);
    } catch (o) {
      i = this.consumeInternalRecovery(e, r, o);
    }
    return this.cstPostTerminal(n !== void 0 && n.LABEL !== void 0 ? n.LABEL : e.name, i), i;
  }
  consumeInternalError(e, r, n) {
    let i, o = this.LA(0);
    throw n !== void 0 && n.ERR_MSG ? i = n.ERR_MSG : i = this.errorMessageProvider.buildMismatchTokenMessage({ expected: e, actual: r, previous: o, ruleName: this.getCurrRuleFullName() }), this.SAVE_ERROR(new Kt(i, r, o));
  }
  consumeInternalRecovery(e, r, n) {
    if (this.recoveryEnabled && n.name === "MismatchedTokenException" && !this.isBackTracking()) {
      let i = this.getFollowsForInRuleRecovery(e, r);
      try {
        return this.tryInRuleRecovery(e, i);
      } catch (o) {
        throw o.name === $o ? n : o;
      }
    } else throw n;
  }
  saveRecogState() {
    let e = this.errors, r = D(this.RULE_STACK);
    return { errors: e, lexerState: this.exportLexerState(), RULE_STACK: r, CST_STACK: this.CST_STACK };
  }
  reloadRecogState(e) {
    this.errors = e.errors, this.importLexerState(e.lexerState), this.RULE_STACK = e.RULE_STACK;
  }
  ruleInvocationStateUpdate(e, r, n) {
    this.RULE_OCCURRENCE_STACK.push(n), this.RULE_STACK.push(e), this.cstInvocationStateUpdate(r);
  }
  isBackTracking() {
    return this.isBackTrackingStack.length !== 0;
  }
  getCurrRuleFullName() {
    let e = this.getLastExplicitRuleShortName();
    return this.shortRuleNameToFull[e];
  }
  shortRuleNameToFullName(e) {
    return this.shortRuleNameToFull[e];
  }
  isAtEndOfInput() {
    return this.tokenMatcher(this.LA(1), $e);
  }
  reset() {
    this.resetLexerState(), this.subruleIdx = 0, this.isBackTrackingStack = [], this.errors = [], this.RULE_STACK = [], this.CST_STACK = [], this.RULE_OCCURRENCE_STACK = [];
  }
};
var Oi = class {
  initErrorHandler(e) {
    this._errors = [], this.errorMessageProvider = T(e, "errorMessageProvider") ? e.errorMessageProvider : ye.errorMessageProvider;
  }
  SAVE_ERROR(e) {
    if (Ut(e)) return e.context = { ruleStack: this.getHumanReadableRuleStack(), ruleOccurrenceStack: D(this.RULE_OCCURRENCE_STACK) }, this._errors.push(e), e;
    throw Error("Trying to save an Error which is not a RecognitionException");
  }
  get errors() {
    return D(this._errors);
  }
  set errors(e) {
    this._errors = e;
  }
  raiseEarlyExitException(e, r, n) {
    let i = this.getCurrRuleFullName(), o = this.getGAstProductions()[i], s = tn(e, o, r, this.maxLookahead)[0], l = [];
    for (let p = 1; p <= this.maxLookahead; p++) l.push(this.LA(p));
    let c = this.errorMessageProvider.buildEarlyExitMessage({ expectedIterationPaths: s, actual: l, previous: this.LA(0), customUserDescription: n, ruleName: i });
    throw this.SAVE_ERROR(new an(c, this.LA(1), this.LA(0)));
  }
  raiseNoAltException(e, r) {
    let n = this.getCurrRuleFullName(), i = this.getGAstProductions()[n], o = en(e, i, this.maxLookahead), a = [];
    for (let c = 1; c <= this.maxLookahead; c++) a.push(this.LA(c));
    let s = this.LA(0), l = this.errorMessageProvider.buildNoViableAltMessage({ expectedPathsPerAlt: o, actual: a, previous: s, customUserDescription: r, ruleName: this.getCurrRuleFullName() });
    throw this.SAVE_ERROR(new nn(l, this.LA(1), s));
  }
};
var Ri = class {
  initContentAssist() {
  }
  computeContentAssist(e, r) {
    let n = this.gastProductionsCache[e];
    if (xe(n)) throw Error(`Rule ->${e}<- does not exist in this grammar.`);
    return ci([n], r, this.tokenMatcher, this.maxLookahead);
  }
  getNextPossibleTokenTypes(e) {
    let r = he(e.ruleStack), i = this.getGAstProductions()[r];
    return new ai(i, e).startWalking();
  }
};
var bi = { description: "This Object indicates the Parser is during Recording Phase" };
Object.freeze(bi);
var bf = true;
var vf = Math.pow(2, 8) - 1;
var Ff = f({ name: "RECORDING_PHASE_TOKEN", pattern: b.NA });
dt([Ff]);
var Mf = Ht(Ff, `This IToken indicates the Parser is in Recording Phase
	See: https://chevrotain.io/docs/guide/internals.html#grammar-recording for details`, -1, -1, -1, -1, -1, -1);
Object.freeze(Mf);
var vT = { name: `This CSTNode indicates the Parser is in Recording Phase
	See: https://chevrotain.io/docs/guide/internals.html#grammar-recording for details`, children: {} };
var Ii = class {
  initGastRecorder(e) {
    this.recordingProdStack = [], this.RECORDING_PHASE = false;
  }
  enableRecording() {
    this.RECORDING_PHASE = true, this.TRACE_INIT("Enable Recording", () => {
      for (let e = 0; e < 10; e++) {
        let r = e > 0 ? e : "";
        this[`CONSUME${r}`] = function(n, i) {
          return this.consumeInternalRecord(n, e, i);
        }, this[`SUBRULE${r}`] = function(n, i) {
          return this.subruleInternalRecord(n, e, i);
        }, this[`OPTION${r}`] = function(n) {
          return this.optionInternalRecord(n, e);
        }, this[`OR${r}`] = function(n) {
          return this.orInternalRecord(n, e);
        }, this[`MANY${r}`] = function(n) {
          this.manyInternalRecord(e, n);
        }, this[`MANY_SEP${r}`] = function(n) {
          this.manySepFirstInternalRecord(e, n);
        }, this[`AT_LEAST_ONE${r}`] = function(n) {
          this.atLeastOneInternalRecord(e, n);
        }, this[`AT_LEAST_ONE_SEP${r}`] = function(n) {
          this.atLeastOneSepFirstInternalRecord(e, n);
        };
      }
      this.consume = function(e, r, n) {
        return this.consumeInternalRecord(r, e, n);
      }, this.subrule = function(e, r, n) {
        return this.subruleInternalRecord(r, e, n);
      }, this.option = function(e, r) {
        return this.optionInternalRecord(r, e);
      }, this.or = function(e, r) {
        return this.orInternalRecord(r, e);
      }, this.many = function(e, r) {
        this.manyInternalRecord(e, r);
      }, this.atLeastOne = function(e, r) {
        this.atLeastOneInternalRecord(e, r);
      }, this.ACTION = this.ACTION_RECORD, this.BACKTRACK = this.BACKTRACK_RECORD, this.LA = this.LA_RECORD;
    });
  }
  disableRecording() {
    this.RECORDING_PHASE = false, this.TRACE_INIT("Deleting Recording methods", () => {
      let e = this;
      for (let r = 0; r < 10; r++) {
        let n = r > 0 ? r : "";
        delete e[`CONSUME${n}`], delete e[`SUBRULE${n}`], delete e[`OPTION${n}`], delete e[`OR${n}`], delete e[`MANY${n}`], delete e[`MANY_SEP${n}`], delete e[`AT_LEAST_ONE${n}`], delete e[`AT_LEAST_ONE_SEP${n}`];
      }
      delete e.consume, delete e.subrule, delete e.option, delete e.or, delete e.many, delete e.atLeastOne, delete e.ACTION, delete e.BACKTRACK, delete e.LA;
    });
  }
  ACTION_RECORD(e) {
  }
  BACKTRACK_RECORD(e, r) {
    return () => true;
  }
  LA_RECORD(e) {
    return _r;
  }
  topLevelRuleRecord(e, r) {
    try {
      let n = new Ce({ definition: [], name: e });
      return n.name = e, this.recordingProdStack.push(n), r.call(this), this.recordingProdStack.pop(), n;
    } catch (n) {
      if (n.KNOWN_RECORDER_ERROR !== true) try {
        n.message = n.message + `
	 This error was thrown during the "grammar recording phase" For more info see:
	https://chevrotain.io/docs/guide/internals.html#grammar-recording`;
      } catch {
        throw n;
      }
      throw n;
    }
  }
  optionInternalRecord(e, r) {
    return un.call(this, j, e, r);
  }
  atLeastOneInternalRecord(e, r) {
    un.call(this, ne, r, e);
  }
  atLeastOneSepFirstInternalRecord(e, r) {
    un.call(this, ie, r, e, bf);
  }
  manyInternalRecord(e, r) {
    un.call(this, F, r, e);
  }
  manySepFirstInternalRecord(e, r) {
    un.call(this, Z, r, e, bf);
  }
  orInternalRecord(e, r) {
    return PT.call(this, e, r);
  }
  subruleInternalRecord(e, r, n) {
    if (_i(r), !e || T(e, "ruleName") === false) {
      let s = new Error(`<SUBRULE${Pf(r)}> argument is invalid expecting a Parser method reference but got: <${JSON.stringify(e)}>
 inside top level rule: <${this.recordingProdStack[0].name}>`);
      throw s.KNOWN_RECORDER_ERROR = true, s;
    }
    let i = tt(this.recordingProdStack), o = e.ruleName, a = new G({ idx: r, nonTerminalName: o, label: n?.LABEL, referencedRule: void 0 });
    return i.definition.push(a), this.outputCst ? vT : bi;
  }
  consumeInternalRecord(e, r, n) {
    if (_i(r), !_o(e)) {
      let a = new Error(`<CONSUME${Pf(r)}> argument is invalid expecting a TokenType reference but got: <${JSON.stringify(e)}>
 inside top level rule: <${this.recordingProdStack[0].name}>`);
      throw a.KNOWN_RECORDER_ERROR = true, a;
    }
    let i = tt(this.recordingProdStack), o = new P({ idx: r, terminalType: e, label: n?.LABEL });
    return i.definition.push(o), Mf;
  }
};
function un(t2, e, r, n = false) {
  _i(r);
  let i = tt(this.recordingProdStack), o = Te(e) ? e : e.DEF, a = new t2({ definition: [], idx: r });
  return n && (a.separator = e.SEP), T(e, "MAX_LOOKAHEAD") && (a.maxLookahead = e.MAX_LOOKAHEAD), this.recordingProdStack.push(a), o.call(this), i.definition.push(a), this.recordingProdStack.pop(), bi;
}
function PT(t2, e) {
  _i(e);
  let r = tt(this.recordingProdStack), n = C(t2) === false, i = n === false ? t2 : t2.DEF, o = new J({ definition: [], idx: e, ignoreAmbiguities: n && t2.IGNORE_AMBIGUITIES === true });
  T(t2, "MAX_LOOKAHEAD") && (o.maxLookahead = t2.MAX_LOOKAHEAD);
  let a = $r(i, (s) => Te(s.GATE));
  return o.hasPredicates = a, r.definition.push(o), x(i, (s) => {
    let l = new W({ definition: [] });
    o.definition.push(l), T(s, "IGNORE_AMBIGUITIES") ? l.ignoreAmbiguities = s.IGNORE_AMBIGUITIES : T(s, "GATE") && (l.ignoreAmbiguities = true), this.recordingProdStack.push(l), s.ALT.call(this), this.recordingProdStack.pop();
  }), bi;
}
function Pf(t2) {
  return t2 === 0 ? "" : `${t2}`;
}
function _i(t2) {
  if (t2 < 0 || t2 > vf) {
    let e = new Error(`Invalid DSL Method idx value: <${t2}>
	Idx value must be a none negative value smaller than ${vf + 1}`);
    throw e.KNOWN_RECORDER_ERROR = true, e;
  }
}
var vi = class {
  initPerformanceTracer(e) {
    if (T(e, "traceInitPerf")) {
      let r = e.traceInitPerf, n = typeof r == "number";
      this.traceInitMaxIdent = n ? r : 1 / 0, this.traceInitPerf = n ? r > 0 : r;
    } else this.traceInitMaxIdent = 0, this.traceInitPerf = ye.traceInitPerf;
    this.traceInitIndent = -1;
  }
  TRACE_INIT(e, r) {
    if (this.traceInitPerf === true) {
      this.traceInitIndent++;
      let n = new Array(this.traceInitIndent + 1).join("	");
      this.traceInitIndent < this.traceInitMaxIdent && console.log(`${n}--> <${e}>`);
      let { time: i, value: o } = jr(r), a = i > 10 ? console.warn : console.log;
      return this.traceInitIndent < this.traceInitMaxIdent && a(`${n}<-- <${e}> time: ${i}ms`), this.traceInitIndent--, o;
    } else return r();
  }
};
function Uf(t2, e) {
  e.forEach((r) => {
    let n = r.prototype;
    Object.getOwnPropertyNames(n).forEach((i) => {
      if (i === "constructor") return;
      let o = Object.getOwnPropertyDescriptor(n, i);
      o && (o.get || o.set) ? Object.defineProperty(t2.prototype, i, o) : t2.prototype[i] = r.prototype[i];
    });
  });
}
var _r = Ht($e, "", NaN, NaN, NaN, NaN, NaN, NaN);
Object.freeze(_r);
var ye = Object.freeze({ recoveryEnabled: false, maxLookahead: 3, dynamicTokensEnabled: false, outputCst: true, errorMessageProvider: oi, nodeLocationTracking: "none", traceInitPerf: false, skipValidations: true });
var br = Object.freeze({ recoveryValueFunc: () => {
}, resyncEnabled: true });
var fe;
(function(t2) {
  t2[t2.INVALID_RULE_NAME = 0] = "INVALID_RULE_NAME", t2[t2.DUPLICATE_RULE_NAME = 1] = "DUPLICATE_RULE_NAME", t2[t2.INVALID_RULE_OVERRIDE = 2] = "INVALID_RULE_OVERRIDE", t2[t2.DUPLICATE_PRODUCTIONS = 3] = "DUPLICATE_PRODUCTIONS", t2[t2.UNRESOLVED_SUBRULE_REF = 4] = "UNRESOLVED_SUBRULE_REF", t2[t2.LEFT_RECURSION = 5] = "LEFT_RECURSION", t2[t2.NONE_LAST_EMPTY_ALT = 6] = "NONE_LAST_EMPTY_ALT", t2[t2.AMBIGUOUS_ALTS = 7] = "AMBIGUOUS_ALTS", t2[t2.CONFLICT_TOKENS_RULES_NAMESPACE = 8] = "CONFLICT_TOKENS_RULES_NAMESPACE", t2[t2.INVALID_TOKEN_NAME = 9] = "INVALID_TOKEN_NAME", t2[t2.NO_NON_EMPTY_LOOKAHEAD = 10] = "NO_NON_EMPTY_LOOKAHEAD", t2[t2.AMBIGUOUS_PREFIX_ALTS = 11] = "AMBIGUOUS_PREFIX_ALTS", t2[t2.TOO_MANY_ALTS = 12] = "TOO_MANY_ALTS", t2[t2.CUSTOM_LOOKAHEAD_VALIDATION = 13] = "CUSTOM_LOOKAHEAD_VALIDATION";
})(fe || (fe = {}));
var cn = class t {
  static performSelfAnalysis(e) {
    throw Error("The **static** `performSelfAnalysis` method has been deprecated.	\nUse the **instance** method with the same name instead.");
  }
  performSelfAnalysis() {
    this.TRACE_INIT("performSelfAnalysis", () => {
      let e;
      this.selfAnalysisDone = true;
      let r = this.className;
      this.TRACE_INIT("toFastProps", () => {
        Hr(this);
      }), this.TRACE_INIT("Grammar Recording", () => {
        try {
          this.enableRecording(), x(this.definedRulesNames, (i) => {
            let a = this[i].originalGrammarAction, s;
            this.TRACE_INIT(`${i} Rule`, () => {
              s = this.topLevelRuleRecord(i, a);
            }), this.gastProductionsCache[i] = s;
          });
        } finally {
          this.disableRecording();
        }
      });
      let n = [];
      if (this.TRACE_INIT("Grammar Resolving", () => {
        n = Af({ rules: M(this.gastProductionsCache) }), this.definitionErrors = this.definitionErrors.concat(n);
      }), this.TRACE_INIT("Grammar Validations", () => {
        if (v(n) && this.skipValidations === false) {
          let i = Tf({ rules: M(this.gastProductionsCache), tokenTypes: M(this.tokensMap), errMsgProvider: Ve, grammarName: r }), o = pf({ lookaheadStrategy: this.lookaheadStrategy, rules: M(this.gastProductionsCache), tokenTypes: M(this.tokensMap), grammarName: r });
          this.definitionErrors = this.definitionErrors.concat(i, o);
        }
      }), v(this.definitionErrors) && (this.recoveryEnabled && this.TRACE_INIT("computeAllProdsFollows", () => {
        let i = Oc(M(this.gastProductionsCache));
        this.resyncFollows = i;
      }), this.TRACE_INIT("ComputeLookaheadFunctions", () => {
        var i, o;
        (o = (i = this.lookaheadStrategy).initialize) === null || o === void 0 || o.call(i, { rules: M(this.gastProductionsCache) }), this.preComputeLookaheadFunctions(M(this.gastProductionsCache));
      })), !t.DEFER_DEFINITION_ERRORS_HANDLING && !v(this.definitionErrors)) throw e = E(this.definitionErrors, (i) => i.message), new Error(`Parser Definition Errors detected:
 ${e.join(`
-------------------------------
`)}`);
    });
  }
  constructor(e, r) {
    this.definitionErrors = [], this.selfAnalysisDone = false;
    let n = this;
    if (n.initErrorHandler(r), n.initLexerAdapter(), n.initLooksAhead(r), n.initRecognizerEngine(e, r), n.initRecoverable(r), n.initTreeBuilder(r), n.initContentAssist(), n.initGastRecorder(r), n.initPerformanceTracer(r), T(r, "ignoredIssues")) throw new Error(`The <ignoredIssues> IParserConfig property has been deprecated.
	Please use the <IGNORE_AMBIGUITIES> flag on the relevant DSL method instead.
	See: https://chevrotain.io/docs/guide/resolving_grammar_errors.html#IGNORING_AMBIGUITIES
	For further details.`);
    this.skipValidations = T(r, "skipValidations") ? r.skipValidations : ye.skipValidations;
  }
};
cn.DEFER_DEFINITION_ERRORS_HANDLING = false;
Uf(cn, [mi, xi, Ci, Li, Ni, yi, Oi, Ri, Ii, vi]);
var fn = class extends cn {
  constructor(e, r = ye) {
    let n = D(r);
    n.outputCst = true, super(e, n);
  }
};
var U = f({ name: "KeywordReserved", pattern: b.NA });
var R = f({ name: "Keyword", pattern: b.NA });
var Fe = f({ name: "DateFunction", pattern: b.NA });
var vr = f({ name: "AggregateFunction", pattern: b.NA });
var wf = f({ name: "LocationFunction", pattern: b.NA });
var MT = f({ name: "FieldsFunction", pattern: b.NA });
var pn = f({ name: "FieldsFunctionParamIdentifier", pattern: b.NA });
var hn = f({ name: "OtherFunction", pattern: b.NA });
var $ = f({ name: "DateLiteral", pattern: b.NA });
var z = f({ name: "DateLiteralNotIdentifier", pattern: b.NA });
var Q = f({ name: "DateNLiteral", pattern: b.NA });
var Pr = f({ name: "RelationalOperator", pattern: b.NA });
var je = f({ name: "SymbolIdentifier", pattern: b.NA });
var dn = f({ name: "DateIdentifier", pattern: b.NA });
var it = f({ name: "NumberIdentifier", pattern: b.NA });
var Pi = f({ name: "DecimalNumberIdentifier", pattern: b.NA });
var Bf = f({ name: "IntegerNumberIdentifier", pattern: b.NA });
var UT = f({ name: "IdentifierNotKeyword", pattern: b.NA });
var He = f({ name: "UsingScopeEnumeration", pattern: b.NA });
var Df = f({ name: "RParenMismatch", pattern: b.NA });
var kf = /[a-zA-Z][a-zA-Z0-9_.]*/y;
function kT(t2, e) {
  kf.lastIndex = e;
  let r = kf.exec(t2);
  return r && r[0].includes("..") ? null : r;
}
var u = f({ name: "Identifier", pattern: kT, line_breaks: false, categories: [UT], start_chars_hint: ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z"] });
var mn = f({ name: "StringIdentifier", line_breaks: true, pattern: /(')(?:(?=(\\?))\2.)*?\1/ });
var wT = f({ name: "WhiteSpace", pattern: /\s+/, group: b.SKIPPED });
var Fi = f({ name: "AND", pattern: /AND/i, longer_alt: u, categories: [R, U] });
var BT = f({ name: "AS", pattern: /AS/i, longer_alt: u, categories: [R, U] });
var Mi = f({ name: "DESC", pattern: /DESC/i, longer_alt: u, categories: [R, U] });
var Ui = f({ name: "ASC", pattern: /ASC/i, longer_alt: u, categories: [R, U] });
var Qo = f({ name: "ORDER_BY", pattern: /ORDER BY/i, longer_alt: u });
var Zo = f({ name: "CUBE", pattern: /CUBE/i, longer_alt: u, categories: [R, U] });
var Jo = f({ name: "ELSE", pattern: /ELSE/i, longer_alt: u, categories: [R, U] });
var ea = f({ name: "EXCLUDES", pattern: /EXCLUDES/i, longer_alt: u, categories: [R, U] });
var ki = f({ name: "FALSE", pattern: /FALSE/i, longer_alt: u, categories: [R, U] });
var wi = f({ name: "FIRST", pattern: /FIRST/i, longer_alt: u, categories: [R, U] });
var ta = f({ name: "FROM", pattern: /FROM/i, longer_alt: u, categories: [R, U] });
var ra = f({ name: "GROUP_BY", pattern: /GROUP BY/i, longer_alt: u });
var na = f({ name: "HAVING", pattern: /HAVING/i, longer_alt: u, categories: [R, U] });
var Bi = f({ name: "IN", pattern: /IN/i, longer_alt: u, categories: [R, U] });
var ia = f({ name: "INCLUDES", pattern: /INCLUDES/i, longer_alt: u, categories: [R, U] });
var Di = f({ name: "LAST", pattern: /LAST/i, longer_alt: u, categories: [R, U] });
var oa = f({ name: "LIKE", pattern: /LIKE/i, longer_alt: u, categories: [R, U] });
var aa = f({ name: "LIMIT", pattern: /LIMIT/i, longer_alt: u, categories: [R, U] });
var Gi = f({ name: "NOT", pattern: /NOT/i, longer_alt: u, categories: [R, U] });
var Wi = f({ name: "NULL", pattern: /NULL/i, longer_alt: u, categories: [R, U] });
var $i = f({ name: "NULLS", pattern: /NULLS/i, longer_alt: u, categories: [R, U] });
var sa = f({ name: "OR", pattern: /OR/i, longer_alt: u, categories: [R, U] });
var la = f({ name: "ROLLUP", pattern: /ROLLUP/i, longer_alt: u, categories: [R, U] });
var ua = f({ name: "SELECT", pattern: /SELECT/i, longer_alt: u, categories: [R, U] });
var Vi = f({ name: "TRUE", pattern: /TRUE/i, longer_alt: u, categories: [R, U] });
var ca = f({ name: "USING", pattern: /USING/i, longer_alt: u, categories: [R, U] });
var fa = f({ name: "WHERE", pattern: /WHERE/i, longer_alt: u, categories: [R, U] });
var pa = f({ name: "WITH", pattern: /WITH/i, longer_alt: u, categories: [R, U] });
var ha = f({ name: "FOR", pattern: /FOR/i, longer_alt: u, categories: [R, U] });
var ji = f({ name: "UPDATE", pattern: /UPDATE/i, longer_alt: u, categories: [R, U] });
var da = f({ name: "ABOVE", pattern: /ABOVE/i, longer_alt: u, categories: [R, u] });
var ma = f({ name: "ABOVE_OR_BELOW", pattern: /ABOVE_OR_BELOW/i, longer_alt: u, categories: [R, u] });
var Ea = f({ name: "new", pattern: /new/i, longer_alt: u, categories: [R, u] });
var ga = f({ name: "AT", pattern: /AT/i, longer_alt: u, categories: [R, u] });
var xa = f({ name: "BELOW", pattern: /BELOW/i, longer_alt: u, categories: [R, u] });
var Aa = f({ name: "DATA_CATEGORY", pattern: /DATA CATEGORY/i, longer_alt: u, categories: [R] });
var Ta = f({ name: "END", pattern: /END/i, longer_alt: u, categories: [R, u] });
var Hi = f({ name: "OFFSET", pattern: /OFFSET/i, longer_alt: u, categories: [R, u] });
var Sa = f({ name: "REFERENCE", pattern: /REFERENCE/i, longer_alt: u, categories: [R, u] });
var Ca = f({ name: "SCOPE", pattern: /SCOPE/i, longer_alt: u, categories: [R, u] });
var La = f({ name: "TRACKING", pattern: /TRACKING/i, longer_alt: u, categories: [R, u] });
var ya = f({ name: "THEN", pattern: /THEN/i, longer_alt: u, categories: [R, u] });
var Na = f({ name: "TYPEOF", pattern: /TYPEOF/i, longer_alt: u, categories: [R, u] });
var Oa = f({ name: "VIEW", pattern: /VIEW/i, longer_alt: u, categories: [R, u] });
var Ra = f({ name: "VIEWSTAT", pattern: /VIEWSTAT/i, longer_alt: u, categories: [R, u] });
var Ia = f({ name: "WHEN", pattern: /WHEN/i, longer_alt: u, categories: [R, u] });
var _a = f({ name: "SECURITY_ENFORCED", pattern: /SECURITY_ENFORCED/i, longer_alt: u, categories: [R, u] });
var ba = f({ name: "SYSTEM_MODE", pattern: /SYSTEM_MODE/i, longer_alt: u, categories: [R, u] });
var va = f({ name: "USER_MODE", pattern: /USER_MODE/i, longer_alt: u, categories: [R, u] });
var Pa = f({ name: "CALENDAR_MONTH", pattern: /CALENDAR_MONTH/i, longer_alt: u, categories: [Fe, u] });
var Fa = f({ name: "CALENDAR_QUARTER", pattern: /CALENDAR_QUARTER/i, longer_alt: u, categories: [Fe, u] });
var Ma = f({ name: "CALENDAR_YEAR", pattern: /CALENDAR_YEAR/i, longer_alt: u, categories: [Fe, u] });
var Ua = f({ name: "DAY_IN_MONTH", pattern: /DAY_IN_MONTH/i, longer_alt: u, categories: [Fe, u] });
var ka = f({ name: "DAY_IN_WEEK", pattern: /DAY_IN_WEEK/i, longer_alt: u, categories: [Fe, u] });
var wa = f({ name: "DAY_IN_YEAR", pattern: /DAY_IN_YEAR/i, longer_alt: u, categories: [Fe, u] });
var Ba = f({ name: "DAY_ONLY", pattern: /DAY_ONLY/i, longer_alt: u, categories: [Fe, u] });
var Da = f({ name: "FISCAL_MONTH", pattern: /FISCAL_MONTH/i, longer_alt: u, categories: [Fe, u] });
var Ga = f({ name: "FISCAL_QUARTER", pattern: /FISCAL_QUARTER/i, longer_alt: u, categories: [Fe, u] });
var Wa = f({ name: "FISCAL_YEAR", pattern: /FISCAL_YEAR/i, longer_alt: u, categories: [Fe, u] });
var $a = f({ name: "HOUR_IN_DAY", pattern: /HOUR_IN_DAY/i, longer_alt: u, categories: [Fe, u] });
var Va = f({ name: "WEEK_IN_MONTH", pattern: /WEEK_IN_MONTH/i, longer_alt: u, categories: [Fe, u] });
var ja = f({ name: "WEEK_IN_YEAR", pattern: /WEEK_IN_YEAR/i, longer_alt: u, categories: [Fe, u] });
var Ha = f({ name: "AVG", pattern: /AVG/i, longer_alt: u, categories: [vr, u] });
var Ka = f({ name: "COUNT", pattern: /COUNT/i, longer_alt: u, categories: [vr, u] });
var Ya = f({ name: "COUNT_DISTINCT", pattern: /COUNT_DISTINCT/i, longer_alt: u, categories: [vr, u] });
var Xa = f({ name: "MIN", pattern: /MIN/i, longer_alt: u, categories: [vr, u] });
var qa = f({ name: "MAX", pattern: /MAX/i, longer_alt: u, categories: [vr, u] });
var za = f({ name: "SUM", pattern: /SUM/i, longer_alt: u, categories: [vr, u] });
var Qa = f({ name: "DISTANCE", pattern: /DISTANCE/i, longer_alt: u, categories: [wf, u] });
var Za = f({ name: "GEOLOCATION", pattern: /GEOLOCATION/i, longer_alt: u, categories: [wf, u] });
var Ja = f({ name: "FIELDS", pattern: /FIELDS/i, longer_alt: u, categories: [MT, u] });
var es = f({ name: "FORMAT", pattern: /FORMAT/i, longer_alt: u, categories: [hn, u] });
var ts = f({ name: "toLabel", pattern: /TOLABEL/i, longer_alt: u, categories: [hn, u] });
var rs = f({ name: "convertTimezone", pattern: /CONVERTTIMEZONE/i, longer_alt: u, categories: [hn, u] });
var ns = f({ name: "convertCurrency", pattern: /CONVERTCURRENCY/i, longer_alt: u, categories: [hn, u] });
var Ki = f({ name: "GROUPING", pattern: /GROUPING/i, longer_alt: u, categories: [hn, u] });
var DT = f({ name: "ALL", pattern: /ALL/i, longer_alt: u, categories: [pn, u] });
var GT = f({ name: "CUSTOM", pattern: /CUSTOM/i, longer_alt: u, categories: [pn, u] });
var WT = f({ name: "STANDARD", pattern: /STANDARD/i, longer_alt: u, categories: [pn, u] });
var $T = f({ name: "YESTERDAY", pattern: /YESTERDAY/i, longer_alt: u, categories: [$, u, z] });
var VT = f({ name: "TODAY", pattern: /TODAY/i, longer_alt: u, categories: [$, u, z] });
var jT = f({ name: "TOMORROW", pattern: /TOMORROW/i, longer_alt: u, categories: [$, u, z] });
var HT = f({ name: "LAST_WEEK", pattern: /LAST_WEEK/i, longer_alt: u, categories: [$, u, z] });
var KT = f({ name: "THIS_WEEK", pattern: /THIS_WEEK/i, longer_alt: u, categories: [$, u, z] });
var YT = f({ name: "NEXT_WEEK", pattern: /NEXT_WEEK/i, longer_alt: u, categories: [$, u, z] });
var XT = f({ name: "LAST_MONTH", pattern: /LAST_MONTH/i, longer_alt: u, categories: [$, u, z] });
var qT = f({ name: "THIS_MONTH", pattern: /THIS_MONTH/i, longer_alt: u, categories: [$, u, z] });
var zT = f({ name: "NEXT_MONTH", pattern: /NEXT_MONTH/i, longer_alt: u, categories: [$, u, z] });
var QT = f({ name: "LAST_90_DAYS", pattern: /LAST_90_DAYS/i, longer_alt: u, categories: [$, u, z] });
var ZT = f({ name: "NEXT_90_DAYS", pattern: /NEXT_90_DAYS/i, longer_alt: u, categories: [$, u, z] });
var JT = f({ name: "THIS_QUARTER", pattern: /THIS_QUARTER/i, longer_alt: u, categories: [$, u, z] });
var eS = f({ name: "LAST_QUARTER", pattern: /LAST_QUARTER/i, longer_alt: u, categories: [$, u, z] });
var tS = f({ name: "NEXT_QUARTER", pattern: /NEXT_QUARTER/i, longer_alt: u, categories: [$, u, z] });
var rS = f({ name: "THIS_YEAR", pattern: /THIS_YEAR/i, longer_alt: u, categories: [$, u, z] });
var nS = f({ name: "LAST_YEAR", pattern: /LAST_YEAR/i, longer_alt: u, categories: [$, u, z] });
var iS = f({ name: "NEXT_YEAR", pattern: /NEXT_YEAR/i, longer_alt: u, categories: [$, u, z] });
var oS = f({ name: "THIS_FISCAL_QUARTER", pattern: /THIS_FISCAL_QUARTER/i, longer_alt: u, categories: [$, u, z] });
var aS = f({ name: "LAST_FISCAL_QUARTER", pattern: /LAST_FISCAL_QUARTER/i, longer_alt: u, categories: [$, u, z] });
var sS = f({ name: "NEXT_FISCAL_QUARTER", pattern: /NEXT_FISCAL_QUARTER/i, longer_alt: u, categories: [$, u, z] });
var lS = f({ name: "THIS_FISCAL_YEAR", pattern: /THIS_FISCAL_YEAR/i, longer_alt: u, categories: [$, u, z] });
var uS = f({ name: "LAST_FISCAL_YEAR", pattern: /LAST_FISCAL_YEAR/i, longer_alt: u, categories: [$, u, z] });
var cS = f({ name: "NEXT_FISCAL_YEAR", pattern: /NEXT_FISCAL_YEAR/i, longer_alt: u, categories: [$, u, z] });
var fS = f({ name: "NEXT_N_DAYS", pattern: /NEXT_N_DAYS/i, longer_alt: u, categories: [Q, u] });
var pS = f({ name: "LAST_N_DAYS", pattern: /LAST_N_DAYS/i, longer_alt: u, categories: [Q, u] });
var hS = f({ name: "N_DAYS_AGO", pattern: /N_DAYS_AGO/i, longer_alt: u, categories: [Q, u] });
var dS = f({ name: "NEXT_N_WEEKS", pattern: /NEXT_N_WEEKS/i, longer_alt: u, categories: [Q, u] });
var mS = f({ name: "LAST_N_WEEKS", pattern: /LAST_N_WEEKS/i, longer_alt: u, categories: [Q, u] });
var ES = f({ name: "N_WEEKS_AGO", pattern: /N_WEEKS_AGO/i, longer_alt: u, categories: [Q, u] });
var gS = f({ name: "NEXT_N_MONTHS", pattern: /NEXT_N_MONTHS/i, longer_alt: u, categories: [Q, u] });
var xS = f({ name: "LAST_N_MONTHS", pattern: /LAST_N_MONTHS/i, longer_alt: u, categories: [Q, u] });
var AS = f({ name: "N_MONTHS_AGO", pattern: /N_MONTHS_AGO/i, longer_alt: u, categories: [Q, u] });
var TS = f({ name: "NEXT_N_QUARTERS", pattern: /NEXT_N_QUARTERS/i, longer_alt: u, categories: [Q, u] });
var SS = f({ name: "LAST_N_QUARTERS", pattern: /LAST_N_QUARTERS/i, longer_alt: u, categories: [Q, u] });
var CS = f({ name: "N_QUARTERS_AGO", pattern: /N_QUARTERS_AGO/i, longer_alt: u, categories: [Q, u] });
var LS = f({ name: "NEXT_N_YEARS", pattern: /NEXT_N_YEARS/i, longer_alt: u, categories: [Q, u] });
var yS = f({ name: "LAST_N_YEARS", pattern: /LAST_N_YEARS/i, longer_alt: u, categories: [Q, u] });
var NS = f({ name: "N_YEARS_AGO", pattern: /N_YEARS_AGO/i, longer_alt: u, categories: [Q, u] });
var OS = f({ name: "NEXT_N_FISCAL_QUARTERS", pattern: /NEXT_N_FISCAL_QUARTERS/i, longer_alt: u, categories: [Q, u] });
var RS = f({ name: "LAST_N_FISCAL_QUARTERS", pattern: /LAST_N_FISCAL_QUARTERS/i, longer_alt: u, categories: [Q, u] });
var IS = f({ name: "N_FISCAL_QUARTERS_AGO", pattern: /N_FISCAL_QUARTERS_AGO/i, longer_alt: u, categories: [Q, u] });
var _S = f({ name: "NEXT_N_FISCAL_YEARS", pattern: /NEXT_N_FISCAL_YEARS/i, longer_alt: u, categories: [Q, u] });
var bS = f({ name: "LAST_N_FISCAL_YEARS", pattern: /LAST_N_FISCAL_YEARS/i, longer_alt: u, categories: [Q, u] });
var vS = f({ name: "N_FISCAL_YEARS_AGO", pattern: /N_FISCAL_YEARS_AGO/i, longer_alt: u, categories: [Q, u] });
var is = f({ name: "EQUAL", pattern: "=", categories: [Pr] });
var os = f({ name: "NOT_EQUAL", pattern: /!=|<>/, categories: [Pr] });
var Yi = f({ name: "LESS_THAN", pattern: "<", categories: [Pr] });
var as = f({ name: "LESS_THAN_OR_EQUAL", pattern: "<=", categories: [Pr] });
var Xi = f({ name: "GREATER_THAN", pattern: ">", categories: [Pr] });
var ss = f({ name: "GREATER_THAN_OR_EQUAL", pattern: ">=", categories: [Pr] });
var qi = f({ name: "DECIMAL", pattern: ".", categories: [je] });
var zi = f({ name: "COLON", pattern: ":", categories: [je] });
var PS = f({ name: "SEMICOLON", pattern: ";", categories: [je] });
var Ne = f({ name: "COMMA", pattern: ",", categories: [je] });
var FS = f({ name: "ASTERISK", pattern: "*", categories: [je] });
var Me = f({ name: "L_PAREN", pattern: "(", categories: [je] });
var De = f({ name: "R_PAREN", pattern: ")", categories: [je] });
var ls = f({ name: "L_SQUARE_BRACKET", pattern: "[", categories: [je] });
var us = f({ name: "R_SQUARE_BRACKET", pattern: "]", categories: [je] });
var MS = f({ name: "PLUS", pattern: "+", categories: [je] });
var US = f({ name: "MINUS", pattern: "-", categories: [je] });
var kS = f({ name: "DATETIME", pattern: /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(\Z|\.[0-9]+Z|\+[0-9]{2}:[0-9]{2}|\-[0-9]{2}:[0-9]{2}|\+[0-9]{4}|\-[0-9]{4})/i, categories: [dn] });
var wS = f({ name: "DATE", pattern: /[0-9]{4}-[0-9]{2}-[0-9]{2}/, categories: [dn] });
var Qi = f({ name: "CURRENCY_PREFIXED_DECIMAL", pattern: /[a-zA-Z]{3}[0-9]+\.\d+/, longer_alt: u, categories: [Pi] });
var BS = f({ name: "SIGNED_DECIMAL", pattern: /(\-|\+)[0-9]*\.\d+/, categories: [it, Pi] });
var DS = f({ name: "UNSIGNED_DECIMAL", pattern: /[0-9]*\.\d+/, categories: [it, Pi] });
var Zi = f({ name: "CURRENCY_PREFIXED_INTEGER", pattern: /[a-zA-Z]{3}-?[0-9]+/, longer_alt: u, categories: [Pi, u] });
var cs = f({ name: "SIGNED_INTEGER", pattern: /(\-|\+)[0-9]+/, categories: [it, Bf] });
var En = f({ name: "GEOLOCATION_UNIT", pattern: /'(mi|km)'/i, longer_alt: u, categories: [u] });
var Yt = f({ name: "UNSIGNED_INTEGER", pattern: /0|[1-9]\d*/, categories: [it, Bf] });
var GS = f({ name: "Delegated", pattern: /DELEGATED/i, longer_alt: u, categories: [He, u], start_chars_hint: ["D", "d"] });
var WS = f({ name: "Everything", pattern: /EVERYTHING/i, longer_alt: u, categories: [He, u], start_chars_hint: ["E", "e"] });
var $S = f({ name: "MineAndMyGroups", pattern: /MINEANDMYGROUPS/i, longer_alt: u, categories: [He, u], start_chars_hint: ["M", "m"] });
var VS = f({ name: "Mine", pattern: /MINE/i, longer_alt: u, categories: [He, u], start_chars_hint: ["M", "m"] });
var jS = f({ name: "MyTerritory", pattern: /MY_TERRITORY/i, longer_alt: u, categories: [He, u], start_chars_hint: ["M", "m"] });
var HS = f({ name: "MyTeamTerritory", pattern: /MY_TEAM_TERRITORY/i, longer_alt: u, categories: [He, u], start_chars_hint: ["M", "m"] });
var KS = f({ name: "Team", pattern: /TEAM/i, longer_alt: u, categories: [He, u], start_chars_hint: ["T", "t"] });
var YS = f({ name: "AllPrivate", pattern: /ALLPRIVATE/i, longer_alt: u, categories: [He, u], start_chars_hint: ["A", "a"] });
var XS = f({ name: "Mru", pattern: /MRU/i, longer_alt: u, categories: [He, u], start_chars_hint: ["M", "m"] });
var fs = [wT, Fi, Ui, BT, Qo, Zo, Mi, Jo, ea, ki, wi, ta, Ki, ra, na, ia, oa, aa, $i, Wi, la, ua, Vi, ca, fa, pa, ji, GS, WS, $S, VS, XS, jS, HS, KS, YS, ma, da, Ea, ga, xa, Aa, Ta, Hi, Sa, Ca, La, ya, Na, Ra, Oa, Ia, _a, ba, va, Pa, Fa, Ma, Ua, ka, wa, Ba, Da, Ga, Wa, $a, Va, ja, Ha, Ya, Ka, Xa, qa, za, Qa, Za, Ja, es, ts, rs, ns, $T, VT, jT, HT, KT, YT, XT, qT, zT, QT, ZT, JT, eS, tS, rS, nS, iS, oS, aS, sS, lS, uS, cS, fS, pS, hS, dS, mS, ES, gS, xS, AS, TS, SS, CS, LS, yS, NS, OS, RS, IS, _S, bS, vS, En, DT, GT, WT, Bi, ha, sa, Di, Gi, Qi, Zi, mn, u, kS, wS, BS, DS, Yt, cs, is, os, as, Yi, ss, Xi, qi, zi, PS, Ne, FS, Me, De, ls, us, MS, US];
var qS = new b(fs, { ensureOptimizations: true, skipValidations: true });
function Gf(t2) {
  return qS.tokenize(t2);
}
var ps = class extends Error {
  constructor(e) {
    super(`${e.message} (${e.line}:${e.column})`), this.name = "LexingError";
  }
};
var Ji = class extends Error {
  constructor(e) {
    super(e.message), this.name = e.name;
  }
};
var Fr = class extends fn {
  constructor({ ignoreParseErrors: r } = { ignoreParseErrors: false }) {
    super(fs, { skipValidations: true, recoveryEnabled: !!r });
    this.$_dateFunctionOr = void 0;
    this.$_aggregateFunction = void 0;
    this.$_otherFunction = void 0;
    this.$_atomicExpression = void 0;
    this.$_apexBindVariableExpression = void 0;
    this.$_arrayExpression = void 0;
    this.$_relationalOperator = void 0;
    this.$_selectClause = void 0;
    this.$_selectClauseFunctionIdentifier = void 0;
    this.$_withDataCategoryArr = void 0;
    this.allowApexBindVariables = false;
    this.ignoreParseErrors = false;
    this.selectStatement = this.RULE("selectStatement", () => {
      this.SUBRULE(this.selectClause), this.SUBRULE(this.fromClause), this.SUBRULE(this.clauseStatements);
    });
    this.selectStatementPartial = this.RULE("selectStatementPartial", () => {
      this.OPTION(() => {
        this.SUBRULE(this.selectClause);
      }), this.OPTION1(() => {
        this.SUBRULE(this.fromClause);
      }), this.SUBRULE(this.clauseStatements);
    });
    this.clauseStatements = this.RULE("clauseStatements", () => {
      this.OPTION(() => {
        this.SUBRULE(this.usingScopeClause);
      }), this.OPTION1(() => {
        this.SUBRULE(this.whereClause);
      }), this.OPTION2(() => {
        this.MANY({ DEF: () => {
          this.SUBRULE(this.withClause);
        } });
      }), this.OPTION3(() => {
        this.SUBRULE(this.groupByClause), this.OPTION4(() => {
          this.SUBRULE(this.havingClause);
        });
      }), this.OPTION5(() => {
        this.SUBRULE(this.orderByClause);
      }), this.OPTION6(() => {
        this.SUBRULE(this.limitClause);
      }), this.OPTION7(() => {
        this.SUBRULE(this.offsetClause);
      }), this.OPTION8(() => {
        this.SUBRULE(this.forViewOrReference);
      }), this.OPTION9(() => {
        this.SUBRULE(this.updateTrackingViewstat);
      });
    });
    this.selectClause = this.RULE("selectClause", () => {
      this.CONSUME(ua), this.AT_LEAST_ONE_SEP({ SEP: Ne, DEF: () => {
        this.OR(this.$_selectClause || (this.$_selectClause = [{ ALT: () => this.SUBRULE(this.selectClauseFunctionIdentifier, { LABEL: "field" }) }, { ALT: () => this.SUBRULE(this.selectClauseSubqueryIdentifier, { LABEL: "field" }) }, { ALT: () => this.SUBRULE(this.selectClauseTypeOf, { LABEL: "field" }) }, { ALT: () => this.SUBRULE(this.selectClauseIdentifier, { LABEL: "field" }) }]));
      } });
    }, { resyncEnabled: false });
    this.selectClauseFunctionIdentifier = this.RULE("selectClauseFunctionIdentifier", () => {
      this.OR(this.$_selectClauseFunctionIdentifier || (this.$_selectClauseFunctionIdentifier = [{ ALT: () => this.SUBRULE(this.dateFunction, { LABEL: "fn" }) }, { ALT: () => this.SUBRULE(this.aggregateFunction, { LABEL: "fn" }) }, { ALT: () => this.SUBRULE(this.locationFunction, { LABEL: "fn" }) }, { ALT: () => this.SUBRULE(this.fieldsFunction, { LABEL: "fn" }) }, { ALT: () => this.SUBRULE(this.otherFunction, { LABEL: "fn" }) }])), this.OPTION(() => this.CONSUME(u, { LABEL: "alias" }));
    }, { resyncEnabled: false });
    this.selectClauseSubqueryIdentifier = this.RULE("selectClauseSubqueryIdentifier", () => {
      this.CONSUME(Me), this.SUBRULE(this.selectStatement), this.CONSUME(De);
    }, { resyncEnabled: false });
    this.selectClauseTypeOf = this.RULE("selectClauseTypeOf", () => {
      this.CONSUME(Na), this.CONSUME(u, { LABEL: "typeOfField" }), this.AT_LEAST_ONE({ DEF: () => {
        this.SUBRULE(this.selectClauseTypeOfThen);
      } }), this.OPTION(() => {
        this.SUBRULE(this.selectClauseTypeOfElse);
      }), this.CONSUME(Ta);
    }, { resyncEnabled: false });
    this.selectClauseIdentifier = this.RULE("selectClauseIdentifier", () => {
      this.CONSUME(u, { LABEL: "field" }), this.OPTION(() => this.CONSUME1(u, { LABEL: "alias" }));
    }, { resyncEnabled: false });
    this.selectClauseTypeOfThen = this.RULE("selectClauseTypeOfThen", () => {
      this.CONSUME(Ia), this.CONSUME(u, { LABEL: "typeOfField" }), this.CONSUME(ya), this.AT_LEAST_ONE_SEP({ SEP: Ne, DEF: () => {
        this.CONSUME1(u, { LABEL: "field" });
      } });
    }, { resyncEnabled: false });
    this.selectClauseTypeOfElse = this.RULE("selectClauseTypeOfElse", () => {
      this.CONSUME(Jo), this.AT_LEAST_ONE_SEP({ SEP: Ne, DEF: () => {
        this.CONSUME(u, { LABEL: "field" });
      } });
    }, { resyncEnabled: false });
    this.fromClause = this.RULE("fromClause", () => {
      this.CONSUME(ta), this.CONSUME(u), this.OPTION({ GATE: () => !(this.LA(1).tokenType === Hi && this.LA(2).tokenType === Yt), DEF: () => this.CONSUME1(u, { LABEL: "alias" }) });
    }, { resyncEnabled: false });
    this.usingScopeClause = this.RULE("usingScopeClause", () => {
      this.CONSUME(ca), this.CONSUME(Ca), this.CONSUME(He);
    });
    this.whereClause = this.RULE("whereClause", () => {
      this.CONSUME(fa);
      let r2 = this.getParenCount();
      this.AT_LEAST_ONE({ DEF: () => {
        this.SUBRULE(this.conditionExpression, { ARGS: [r2, true, true] });
      } }), this.$_checkBalancedParens(r2);
    });
    this.whereClauseSubqueryIdentifier = this.RULE("whereClauseSubqueryIdentifier", () => {
      this.CONSUME(Me), this.SUBRULE(this.selectStatement), this.CONSUME(De);
    });
    this.conditionExpression = this.RULE("conditionExpression", (r2, n, i) => {
      r2 = this.getParenCount(r2), this.OPTION(() => {
        this.OR([{ ALT: () => this.CONSUME(Fi, { LABEL: "logicalOperator" }) }, { ALT: () => this.CONSUME(sa, { LABEL: "logicalOperator" }) }]);
      }), this.MANY({ MAX_LOOKAHEAD: 10, DEF: () => this.SUBRULE(this.expressionPartWithNegation, { ARGS: [r2], LABEL: "expressionNegation" }) }), this.OR1({ MAX_LOOKAHEAD: 10, DEF: [{ ALT: () => this.SUBRULE(this.expression, { ARGS: [r2, false, n, i] }) }] });
    });
    this.withClause = this.RULE("withClause", () => {
      this.CONSUME(pa), this.OR([{ ALT: () => this.CONSUME(_a, { LABEL: "withSecurityEnforced" }) }, { ALT: () => this.CONSUME(va, { LABEL: "withAccessLevel" }) }, { ALT: () => this.CONSUME(ba, { LABEL: "withAccessLevel" }) }, { ALT: () => this.SUBRULE(this.withDataCategory) }]);
    });
    this.withDataCategory = this.RULE("withDataCategory", () => {
      this.CONSUME(Aa), this.AT_LEAST_ONE_SEP({ SEP: Fi, DEF: () => {
        this.SUBRULE(this.withDataCategoryArr);
      } });
    });
    this.withDataCategoryArr = this.RULE("withDataCategoryArr", () => {
      this.CONSUME(u, { LABEL: "dataCategoryGroupName" }), this.OR(this.$_withDataCategoryArr || (this.$_withDataCategoryArr = [{ ALT: () => this.CONSUME(ga, { LABEL: "filteringSelector" }) }, { ALT: () => this.CONSUME(da, { LABEL: "filteringSelector" }) }, { ALT: () => this.CONSUME(xa, { LABEL: "filteringSelector" }) }, { ALT: () => this.CONSUME(ma, { LABEL: "filteringSelector" }) }])), this.OPTION(() => {
        this.CONSUME1(Me);
      }), this.AT_LEAST_ONE_SEP1({ SEP: Ne, DEF: () => {
        this.CONSUME1(u, { LABEL: "dataCategoryName" });
      } }), this.OPTION1(() => {
        this.CONSUME2(De);
      });
    });
    this.groupByClause = this.RULE("groupByClause", () => {
      this.CONSUME(ra), this.AT_LEAST_ONE_SEP({ SEP: Ne, DEF: () => {
        this.OR([{ ALT: () => this.SUBRULE(this.cubeFunction, { LABEL: "groupBy" }) }, { ALT: () => this.SUBRULE(this.rollupFunction, { LABEL: "groupBy" }) }, { ALT: () => this.SUBRULE(this.dateFunction, { LABEL: "groupBy" }) }, { ALT: () => this.CONSUME(u, { LABEL: "groupBy" }) }]);
      } });
    });
    this.havingClause = this.RULE("havingClause", () => {
      this.CONSUME(na);
      let r2 = this.getParenCount();
      this.AT_LEAST_ONE({ DEF: () => {
        this.SUBRULE(this.conditionExpression, { ARGS: [r2, true, false] });
      } }), this.$_checkBalancedParens(r2);
    });
    this.orderByClause = this.RULE("orderByClause", () => {
      this.CONSUME(Qo), this.AT_LEAST_ONE_SEP({ SEP: Ne, DEF: () => {
        this.OR([{ ALT: () => this.SUBRULE(this.orderByGroupingFunctionExpression, { LABEL: "orderByExpressionOrFn" }) }, { ALT: () => this.SUBRULE(this.orderBySpecialFunctionExpression, { LABEL: "orderByExpressionOrFn" }) }, { ALT: () => this.SUBRULE(this.orderByExpression, { LABEL: "orderByExpressionOrFn" }) }]);
      } });
    });
    this.orderByExpression = this.RULE("orderByExpression", () => {
      this.CONSUME(u), this.OPTION(() => {
        this.OR([{ ALT: () => this.CONSUME(Ui, { LABEL: "order" }) }, { ALT: () => this.CONSUME(Mi, { LABEL: "order" }) }]);
      }), this.OPTION1(() => {
        this.CONSUME($i), this.OR1([{ ALT: () => this.CONSUME(wi, { LABEL: "nulls" }) }, { ALT: () => this.CONSUME(Di, { LABEL: "nulls" }) }]);
      });
    });
    this.orderByGroupingFunctionExpression = this.RULE("orderByGroupingFunctionExpression", () => {
      this.CONSUME(Ki, { LABEL: "fn" }), this.SUBRULE(this.functionExpression);
    });
    this.orderBySpecialFunctionExpression = this.RULE("orderBySpecialFunctionExpression", () => {
      this.OR([{ ALT: () => this.SUBRULE(this.aggregateFunction) }, { ALT: () => this.SUBRULE(this.dateFunction) }, { ALT: () => this.SUBRULE(this.locationFunction) }]), this.OPTION(() => {
        this.OR1([{ ALT: () => this.CONSUME(Ui, { LABEL: "order" }) }, { ALT: () => this.CONSUME(Mi, { LABEL: "order" }) }]);
      }), this.OPTION1(() => {
        this.CONSUME($i), this.OR2([{ ALT: () => this.CONSUME(wi, { LABEL: "nulls" }) }, { ALT: () => this.CONSUME(Di, { LABEL: "nulls" }) }]);
      });
    });
    this.limitClause = this.RULE("limitClause", () => {
      this.CONSUME(aa), this.CONSUME(Yt, { LABEL: "value" });
    });
    this.offsetClause = this.RULE("offsetClause", () => {
      this.CONSUME(Hi), this.CONSUME(Yt, { LABEL: "value" });
    });
    this.dateFunction = this.RULE("dateFunction", () => {
      this.OR(this.$_dateFunctionOr || (this.$_dateFunctionOr = [{ ALT: () => this.CONSUME(Pa, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(Fa, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(Ma, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(Ua, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(ka, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(wa, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(Ba, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(Da, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(Ga, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(Wa, { LABEL: "fn" }) }, { ALT: () => this.CONSUME($a, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(Va, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(ja, { LABEL: "fn" }) }])), this.SUBRULE(this.functionExpression);
    });
    this.aggregateFunction = this.RULE("aggregateFunction", () => {
      this.OR(this.$_aggregateFunction || (this.$_aggregateFunction = [{ ALT: () => this.CONSUME(Ha, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(Ka, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(Ya, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(Xa, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(qa, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(za, { LABEL: "fn" }) }])), this.SUBRULE(this.functionExpression, { ARGS: [true] });
    });
    this.fieldsFunction = this.RULE("fieldsFunction", () => {
      this.CONSUME(Ja, { LABEL: "fn" }), this.CONSUME(Me), this.CONSUME(pn, { LABEL: "params" }), this.CONSUME(De);
    });
    this.otherFunction = this.RULE("otherFunction", () => {
      this.OR(this.$_otherFunction || (this.$_otherFunction = [{ ALT: () => this.CONSUME(es, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(ts, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(rs, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(ns, { LABEL: "fn" }) }, { ALT: () => this.CONSUME(Ki, { LABEL: "fn" }) }])), this.SUBRULE(this.functionExpression);
    });
    this.cubeFunction = this.RULE("cubeFunction", () => {
      this.CONSUME(Zo, { LABEL: "fn" }), this.SUBRULE(this.functionExpression);
    });
    this.rollupFunction = this.RULE("rollupFunction", () => {
      this.CONSUME(la, { LABEL: "fn" }), this.SUBRULE(this.functionExpression);
    });
    this.functionExpression = this.RULE("functionExpression", (r2) => {
      this.CONSUME(Me), this.MANY_SEP({ SEP: Ne, DEF: () => {
        this.OR([{ GATE: () => !r2, ALT: () => this.SUBRULE(this.aggregateFunction, { LABEL: "params" }) }, { ALT: () => this.SUBRULE(this.otherFunction, { LABEL: "params" }) }, { ALT: () => this.CONSUME(mn, { LABEL: "params" }) }, { ALT: () => this.CONSUME(it, { LABEL: "params" }) }, { ALT: () => this.CONSUME(u, { LABEL: "params" }) }]);
      } }), this.CONSUME(De);
    });
    this.locationFunction = this.RULE("locationFunction", () => {
      this.CONSUME(Qa), this.CONSUME(Me), this.CONSUME(u, { LABEL: "location1" }), this.CONSUME(Ne), this.OR([{ ALT: () => this.SUBRULE(this.geolocationFunction, { LABEL: "location2" }) }, { ALT: () => this.CONSUME1(u, { LABEL: "location2" }) }]), this.CONSUME1(Ne), this.CONSUME(En, { LABEL: "unit" }), this.CONSUME(De);
    });
    this.geolocationFunction = this.RULE("geolocationFunction", () => {
      this.CONSUME(Za), this.CONSUME(Me), this.CONSUME(it, { LABEL: "latitude" }), this.CONSUME(Ne), this.CONSUME1(it, { LABEL: "longitude" }), this.CONSUME(De);
    });
    this.expressionPartWithNegation = this.RULE("expressionPartWithNegation", (r2) => {
      let n = 0;
      this.MANY(() => {
        this.CONSUME(Me), n++;
      }), this.CONSUME(Gi, { LABEL: "expressionNegation" }), r2 && n && (r2.left += n);
    });
    this.expression = this.RULE("expression", (r2, n, i, o) => {
      this.OPTION1(() => {
        this.MANY1(() => {
          this.CONSUME(Me), r2 && r2.left++;
        });
      }), this.OR1([{ GATE: () => !!i, ALT: () => this.SUBRULE(this.aggregateFunction, { LABEL: "lhs" }) }, { GATE: () => !!o, ALT: () => this.SUBRULE(this.locationFunction, { LABEL: "lhs" }) }, { ALT: () => this.SUBRULE(this.dateFunction, { LABEL: "lhs" }) }, { ALT: () => this.SUBRULE(this.otherFunction, { LABEL: "lhs" }) }, { ALT: () => this.CONSUME(u, { LABEL: "lhs" }) }]), this.OR2([{ ALT: () => this.SUBRULE(this.expressionWithRelationalOperator, { LABEL: "operator" }) }, { ALT: () => this.SUBRULE(this.expressionWithSetOperator, { LABEL: "operator", ARGS: [n] }) }]), this.OPTION3(() => {
        this.MANY2({ GATE: () => r2 ? r2.left > r2.right : true, DEF: () => {
          this.CONSUME(De), r2 && r2.right++;
        } });
      });
    });
    this.expressionWithRelationalOperator = this.RULE("expressionWithRelationalOperator", () => {
      this.SUBRULE(this.relationalOperator), this.SUBRULE(this.atomicExpression, { LABEL: "rhs" });
    });
    this.expressionWithSetOperator = this.RULE("expressionWithSetOperator", (r2) => {
      this.SUBRULE(this.setOperator), this.SUBRULE2(this.atomicExpression, { LABEL: "rhs", ARGS: [true, r2] });
    });
    this.atomicExpression = this.RULE("atomicExpression", (r2, n) => {
      this.OR(this.$_atomicExpression || (this.$_atomicExpression = [{ GATE: () => this.allowApexBindVariables, ALT: () => this.SUBRULE(this.apexBindVariableExpression) }, { GATE: () => r2, ALT: () => this.SUBRULE(this.arrayExpression) }, { GATE: () => r2 && n, ALT: () => this.SUBRULE(this.whereClauseSubqueryIdentifier) }, { GATE: () => !r2, ALT: () => this.CONSUME(dn) }, { GATE: () => !r2, ALT: () => this.CONSUME(Qi, { LABEL: "CurrencyPrefixedDecimal" }) }, { GATE: () => !r2, ALT: () => this.CONSUME(Zi, { LABEL: "CurrencyPrefixedInteger" }) }, { GATE: () => !r2, ALT: () => this.CONSUME(it) }, { GATE: () => !r2, ALT: () => this.CONSUME(Wi) }, { GATE: () => !r2, ALT: () => this.SUBRULE(this.booleanValue) }, { GATE: () => !r2, ALT: () => this.CONSUME($) }, { GATE: () => !r2, ALT: () => this.SUBRULE(this.dateNLiteral) }, { GATE: () => !r2, ALT: () => this.CONSUME(En, { LABEL: "StringIdentifier" }) }, { GATE: () => !r2, ALT: () => this.CONSUME(mn) }]));
    });
    this.apexBindVariableExpression = this.RULE("apexBindVariableExpression", () => {
      this.CONSUME(zi), this.OPTION(() => {
        this.SUBRULE(this.apexBindVariableNewInstantiation, { LABEL: "apex" }), this.OPTION1(() => {
          this.CONSUME(qi);
        });
      }), this.MANY_SEP({ SEP: qi, DEF: () => {
        this.OR(this.$_apexBindVariableExpression || (this.$_apexBindVariableExpression = [{ ALT: () => this.SUBRULE(this.apexBindVariableFunctionCall, { LABEL: "apex" }) }, { ALT: () => this.SUBRULE(this.apexBindVariableIdentifier, { LABEL: "apex" }) }]));
      } });
    });
    this.apexBindVariableIdentifier = this.RULE("apexBindVariableIdentifier", () => {
      this.CONSUME(u), this.OPTION(() => this.SUBRULE(this.apexBindVariableFunctionArrayAccessor));
    });
    this.apexBindVariableNewInstantiation = this.RULE("apexBindVariableNewInstantiation", () => {
      this.CONSUME(Ea, { LABEL: "new" }), this.CONSUME(u, { LABEL: "function" }), this.OPTION(() => {
        this.SUBRULE(this.apexBindVariableGeneric);
      }), this.SUBRULE(this.apexBindVariableFunctionParams), this.OPTION1(() => this.SUBRULE(this.apexBindVariableFunctionArrayAccessor));
    });
    this.apexBindVariableFunctionCall = this.RULE("apexBindVariableFunctionCall", () => {
      this.CONSUME(u, { LABEL: "function" }), this.SUBRULE(this.apexBindVariableFunctionParams), this.OPTION(() => this.SUBRULE(this.apexBindVariableFunctionArrayAccessor));
    });
    this.apexBindVariableGeneric = this.RULE("apexBindVariableGeneric", () => {
      this.CONSUME(Yi), this.AT_LEAST_ONE_SEP({ SEP: Ne, DEF: () => {
        this.CONSUME(u, { LABEL: "parameter" });
      } }), this.CONSUME(Xi);
    });
    this.apexBindVariableFunctionParams = this.RULE("apexBindVariableFunctionParams", () => {
      this.CONSUME(Me), this.MANY_SEP({ SEP: Ne, DEF: () => {
        this.CONSUME(u, { LABEL: "parameter" });
      } }), this.CONSUME(De);
    });
    this.apexBindVariableFunctionArrayAccessor = this.RULE("apexBindVariableFunctionArrayAccessor", () => {
      this.CONSUME(ls), this.OR([{ ALT: () => this.CONSUME(Yt, { LABEL: "value" }) }, { ALT: () => this.CONSUME(u, { LABEL: "value" }) }]), this.CONSUME(us);
    });
    this.arrayExpression = this.RULE("arrayExpression", () => {
      this.CONSUME(Me), this.AT_LEAST_ONE_SEP({ SEP: Ne, DEF: () => {
        this.OR(this.$_arrayExpression || (this.$_arrayExpression = [{ ALT: () => this.CONSUME(Qi, { LABEL: "value" }) }, { ALT: () => this.CONSUME(Zi, { LABEL: "value" }) }, { ALT: () => this.CONSUME(it, { LABEL: "value" }) }, { ALT: () => this.CONSUME(dn, { LABEL: "value" }) }, { ALT: () => this.CONSUME(Wi, { LABEL: "value" }) }, { ALT: () => this.CONSUME(Vi, { LABEL: "value" }) }, { ALT: () => this.CONSUME(ki, { LABEL: "value" }) }, { ALT: () => this.CONSUME($, { LABEL: "value" }) }, { ALT: () => this.SUBRULE(this.dateNLiteral, { LABEL: "value" }) }, { ALT: () => this.CONSUME(En, { LABEL: "value" }) }, { ALT: () => this.CONSUME(mn, { LABEL: "value" }) }]));
      } }), this.CONSUME(De);
    });
    this.relationalOperator = this.RULE("relationalOperator", () => {
      this.OR(this.$_relationalOperator || (this.$_relationalOperator = [{ ALT: () => this.CONSUME(is, { LABEL: "operator" }) }, { ALT: () => this.CONSUME(os, { LABEL: "operator" }) }, { ALT: () => this.CONSUME(Xi, { LABEL: "operator" }) }, { ALT: () => this.CONSUME(ss, { LABEL: "operator" }) }, { ALT: () => this.CONSUME(Yi, { LABEL: "operator" }) }, { ALT: () => this.CONSUME(as, { LABEL: "operator" }) }, { ALT: () => this.CONSUME(oa, { LABEL: "operator" }) }]));
    });
    this.setOperator = this.RULE("setOperator", () => {
      this.OR([{ ALT: () => this.CONSUME(Bi, { LABEL: "operator" }) }, { ALT: () => this.SUBRULE(this.notInOperator, { LABEL: "notIn" }) }, { ALT: () => this.CONSUME(ia, { LABEL: "operator" }) }, { ALT: () => this.CONSUME(ea, { LABEL: "operator" }) }]);
    });
    this.notInOperator = this.RULE("notInOperator", () => {
      this.CONSUME(Gi, { LABEL: "operator" }), this.CONSUME(Bi, { LABEL: "operator" });
    });
    this.booleanValue = this.RULE("booleanValue", () => {
      this.OR([{ ALT: () => this.CONSUME(Vi, { LABEL: "boolean" }) }, { ALT: () => this.CONSUME(ki, { LABEL: "boolean" }) }]);
    });
    this.dateNLiteral = this.RULE("dateNLiteral", () => {
      this.CONSUME(Q, { LABEL: "dateNLiteral" }), this.CONSUME(zi), this.OR1([{ ALT: () => this.CONSUME(Yt, { LABEL: "variable" }) }, { ALT: () => this.CONSUME(cs, { LABEL: "variable" }) }]);
    });
    this.forViewOrReference = this.RULE("forViewOrReference", () => {
      this.CONSUME(ha), this.OR([{ ALT: () => this.CONSUME(Oa, { LABEL: "value" }) }, { ALT: () => this.CONSUME(Sa, { LABEL: "value" }) }, { ALT: () => this.CONSUME(ji, { LABEL: "value" }) }]);
    });
    this.updateTrackingViewstat = this.RULE("updateTrackingViewstat", () => {
      this.CONSUME(ji), this.OR([{ ALT: () => this.CONSUME(La, { LABEL: "value" }) }, { ALT: () => this.CONSUME(Ra, { LABEL: "value" }) }]);
    });
    this.ignoreParseErrors = !!r, this.performSelfAnalysis();
  }
  $_checkBalancedParens(r) {
    !this.RECORDING_PHASE && r && r.left - r.right !== 0 && this.CONSUME(Df, { ERR_MSG: "Expecting a token type of --> RParen <-- but found --> '' <--" });
  }
  getParenCount(r) {
    return r || { right: 0, left: 0 };
  }
};
var ot = new Fr();
function hs(t2, e) {
  let { allowApexBindVariables: r, logErrors: n, ignoreParseErrors: i, allowPartialQuery: o } = e || { allowApexBindVariables: false, logErrors: false, ignoreParseErrors: false }, a = Gf(t2);
  if (a.errors.length > 0) throw n && (console.log("Lexing Errors:"), console.log(a.errors)), new ps(a.errors[0]);
  ot.ignoreParseErrors !== i && (ot = new Fr({ ignoreParseErrors: i })), ot.input = a.tokens, ot.allowApexBindVariables = r || false;
  let s;
  if (o ? s = ot.selectStatementPartial() : s = ot.selectStatement(), ot.errors.length > 0 && (n && (console.log("Parsing Errors:"), console.log(ot.errors)), !i)) throw new Ji(ot.errors[0]);
  return { cst: s, parseErrors: ot.errors.map((l) => new Ji(l)) };
}
var QS = new Fr();
var ZS = QS.getBaseCstVisitorConstructor();
var JS = ["TRUE", "FALSE"];
var eC = ["YESTERDAY", "TODAY", "TOMORROW", "LAST_WEEK", "THIS_WEEK", "NEXT_WEEK", "LAST_MONTH", "THIS_MONTH", "NEXT_MONTH", "LAST_90_DAYS", "NEXT_90_DAYS", "THIS_QUARTER", "LAST_QUARTER", "NEXT_QUARTER", "THIS_YEAR", "LAST_YEAR", "NEXT_YEAR", "THIS_FISCAL_QUARTER", "LAST_FISCAL_QUARTER", "NEXT_FISCAL_QUARTER", "THIS_FISCAL_YEAR", "LAST_FISCAL_YEAR", "NEXT_FISCAL_YEAR"];
var tC = ["NEXT_N_DAYS", "LAST_N_DAYS", "N_DAYS_AGO", "NEXT_N_WEEKS", "LAST_N_WEEKS", "N_WEEKS_AGO", "NEXT_N_MONTHS", "LAST_N_MONTHS", "N_MONTHS_AGO", "NEXT_N_QUARTERS", "LAST_N_QUARTERS", "N_QUARTERS_AGO", "NEXT_N_YEARS", "LAST_N_YEARS", "N_YEARS_AGO", "NEXT_N_FISCAL_QUARTERS", "LAST_N_FISCAL_QUARTERS", "N_FISCAL_QUARTERS_AGO", "NEXT_N_FISCAL_YEARS", "LAST_N_FISCAL_YEARS", "N_FISCAL_YEARS_AGO"];
var ds = class extends ZS {
  constructor() {
    super();
    this.helpers = { $_getFieldFunction: (r, n = false, i = true) => {
      let o = r.functionExpression ? r.functionExpression.map((s) => this.visit(s, { includeType: i })).flat() : [], a = {};
      return i && (a.type = "FieldFunctionExpression"), a.functionName = r.fn[0].tokenType.name, a.parameters = o, i && n && (a.isAggregateFn = n), a.rawValue = `${r.fn[0].image}(${o.map((s) => typeof s == "string" ? s : s.rawValue).join(", ")})`, a;
    }, $_getLiteralTypeFromTokenType: (r) => r === "REAL_NUMBER" ? "DECIMAL" : r === "CURRENCY_PREFIXED_DECIMAL" ? "DECIMAL_WITH_CURRENCY_PREFIX" : r === "CURRENCY_PREFIXED_INTEGER" ? "INTEGER_WITH_CURRENCY_PREFIX" : r === "SIGNED_DECIMAL" || r === "UNSIGNED_DECIMAL" ? "DECIMAL" : r === "UNSIGNED_INTEGER" || r === "SIGNED_INTEGER" ? "INTEGER" : r === "DATETIME" ? "DATETIME" : r === "DATE" ? "DATE" : r === "NULL" ? "NULL" : r === "StringIdentifier" || r === "Identifier" ? "STRING" : JS.includes(r) ? "BOOLEAN" : eC.includes(r) ? "DATE_LITERAL" : tC.includes(r) ? "DATE_N_LITERAL" : "STRING", $_parseSelect(r, n) {
      let { isSubquery: i } = n || { isSubquery: false }, o = {};
      if (r.selectClause && (o.fields = this.visit(r.selectClause)), r.fromClause) if (Ls(o, i)) {
        let { sObject: a, alias: s, sObjectPrefix: l } = this.visit(r.fromClause);
        o.relationshipName = a, s && (o.sObjectAlias = s), l && (o.sObjectPrefix = l);
      } else {
        let { sObject: a, alias: s } = this.visit(r.fromClause);
        o.sObject = a, s && (o.sObjectAlias = s);
      }
      return Array.isArray(o.fields) && o.sObjectAlias && o.fields.forEach((a) => {
        a.relationships && a.relationships[0] === o.sObjectAlias && (a.relationships = a.relationships.slice(1), a.objectPrefix = o.sObjectAlias), a.relationships && a.relationships.length === 0 && (delete a.relationships, a.type = "Field");
      }), o = { ...o, ...this.visit(r.clauseStatements) }, o;
    } };
    this.validateVisitor();
  }
  selectStatement(r, n) {
    return this.helpers.$_parseSelect.bind(this)(r, n);
  }
  selectStatementPartial(r, n) {
    return this.helpers.$_parseSelect.bind(this)(r, n);
  }
  clauseStatements(r) {
    let n = {};
    return r.usingScopeClause && !r.usingScopeClause[0].recoveredNode && (n.usingScope = this.visit(r.usingScopeClause)), r.whereClause && !r.whereClause[0].recoveredNode && (n.where = this.visit(r.whereClause)), r.withClause && r.withClause.filter((i) => !i.recoveredNode).forEach((i) => {
      let { withSecurityEnforced: o, withAccessLevel: a, withDataCategory: s } = this.visit(i);
      o && (n.withSecurityEnforced = o), a && (n.withAccessLevel = a), s && (n.withDataCategory = s);
    }), r.groupByClause && !r.groupByClause[0].recoveredNode && (n.groupBy = this.visit(r.groupByClause)), r.havingClause && !r.havingClause[0].recoveredNode && (n.having = this.visit(r.havingClause)), r.orderByClause && !r.orderByClause[0].recoveredNode && (n.orderBy = this.visit(r.orderByClause)), r.limitClause && !r.limitClause[0].recoveredNode && (n.limit = Number(this.visit(r.limitClause))), r.offsetClause && !r.offsetClause[0].recoveredNode && (n.offset = Number(this.visit(r.offsetClause))), r.forViewOrReference && !r.forViewOrReference[0].recoveredNode && (n.for = this.visit(r.forViewOrReference)), r.updateTrackingViewstat && !r.updateTrackingViewstat[0].recoveredNode && (n.update = this.visit(r.updateTrackingViewstat)), n;
  }
  selectClause(r) {
    return r.field ? r.field.map((n) => {
      if (qt(n)) {
        let i = n.image, o;
        if (!i.includes(".")) o = { type: "Field", field: i };
        else {
          let a = i.split(".");
          o = { type: "FieldRelationship", field: a[a.length - 1], relationships: a.slice(0, a.length - 1), rawValue: i };
        }
        return o;
      } else return this.visit(n);
    }) : [];
  }
  selectClauseFunctionIdentifier(r) {
    let n = { ...this.visit(r.fn) };
    return r.alias && (n.alias = r.alias[0].image), n;
  }
  selectClauseSubqueryIdentifier(r) {
    return { type: "FieldSubquery", subquery: this.visit(r.selectStatement, { isSubquery: true }) };
  }
  selectClauseTypeOf(r) {
    let n = r.selectClauseTypeOfThen.map((i) => this.visit(i));
    return r.selectClauseTypeOfElse && n.push(this.visit(r.selectClauseTypeOfElse)), { type: "FieldTypeof", field: r.typeOfField[0].image, conditions: n };
  }
  selectClauseIdentifier(r) {
    let n = r.field[0], i = r.alias ? r.alias[0].image : void 0, o = n.image, a;
    if (!o.includes(".")) a = { type: "Field", field: o };
    else {
      let s = o.split(".");
      a = { type: "FieldRelationship", field: s[s.length - 1], relationships: s.slice(0, s.length - 1), rawValue: o };
    }
    return i && (a.alias = i), a;
  }
  selectClauseTypeOfThen(r) {
    return { type: "WHEN", objectType: r.typeOfField[0].image, fieldList: r.field.map((n) => n.image) };
  }
  selectClauseTypeOfElse(r) {
    return { type: "ELSE", fieldList: r.field.map((n) => n.image) };
  }
  fromClause(r) {
    let n = r.Identifier[0].image, i;
    if (n.includes(".")) {
      let o = n.split(".");
      i = { sObjectPrefix: o.slice(0, o.length - 1), sObject: o[o.length - 1] };
    } else i = { sObject: n };
    return r.alias && r.alias[0] && (i.alias = r.alias[0].image), i;
  }
  usingScopeClause(r) {
    return r.UsingScopeEnumeration[0].image;
  }
  whereClauseSubqueryIdentifier(r) {
    return this.visit(r.selectStatement, { isSubquery: false });
  }
  whereClause(r) {
    return r.conditionExpression.reduce((i, o) => {
      let a;
      i.expressionTree ? (a = this.visit(o, { prevExpression: i.prevExpression }), i.prevExpression.right = a) : (a = this.visit(o), i.expressionTree = a);
      let s = a.right, l = a.right;
      for (; ao(l); ) s = l, l = l.right;
      return i.prevExpression = l || a, i;
    }, { prevExpression: void 0, expressionTree: void 0 }).expressionTree;
  }
  conditionExpression(r, n) {
    n = n || {}, n.prevExpression && r.logicalOperator && (n.prevExpression.operator = r.logicalOperator[0].tokenType.name);
    let i = {}, o = i;
    if (Array.isArray(r.expressionNegation)) if (r.expressionNegation.length === 1) i = this.visit(r.expressionNegation), o = i.right;
    else {
      i = this.visit(r.expressionNegation[0]);
      let a = i;
      r.expressionNegation.slice(1).forEach((s) => {
        a.right = this.visit(s), o = a.right.right;
      });
    }
    return o.left = this.visit(r.expression), i;
  }
  withClause(r) {
    return r.withSecurityEnforced ? { withSecurityEnforced: true } : r.withAccessLevel ? { withAccessLevel: r.withAccessLevel[0].image } : { withDataCategory: { conditions: this.visit(r.withDataCategory) } };
  }
  withDataCategory(r) {
    return r.withDataCategoryArr.map((n) => this.visit(n));
  }
  withDataCategoryArr(r) {
    return { groupName: r.dataCategoryGroupName[0].image, selector: r.filteringSelector[0].image, parameters: r.dataCategoryName.map((n) => n.image) };
  }
  groupByClause(r) {
    return r.groupBy.map((n) => qt(n) ? { field: n.image } : { fn: this.visit(n, { includeType: false }) });
  }
  havingClause(r) {
    return r.conditionExpression.reduce((i, o) => (i.expressionTree ? (i.prevExpression.right = this.visit(o, { prevExpression: i.prevExpression }), i.prevExpression = i.prevExpression.right) : (i.expressionTree = this.visit(o), i.prevExpression = i.expressionTree), i), { prevExpression: void 0, expressionTree: void 0 }).expressionTree;
  }
  orderByClause(r) {
    return r.orderByExpressionOrFn.map((n) => this.visit(n));
  }
  orderByExpression(r) {
    let n = { field: r.Identifier[0].image };
    return r.order && r.order[0] && (n.order = r.order[0].tokenType.name), r.nulls && r.nulls[0] && (n.nulls = r.nulls[0].tokenType.name), n;
  }
  orderByGroupingFunctionExpression(r) {
    let n = { fn: this.helpers.$_getFieldFunction(r, false, false) };
    return r.order && r.order[0] && (n.order = r.order[0].tokenType.name), r.nulls && r.nulls[0] && (n.nulls = r.nulls[0].tokenType.name), n;
  }
  orderBySpecialFunctionExpression(r) {
    let n = {};
    return r.aggregateFunction ? n.fn = this.visit(r.aggregateFunction, { includeType: false }) : r.dateFunction ? n.fn = this.visit(r.dateFunction, { includeType: false }) : r.locationFunction && (n.fn = this.visit(r.locationFunction, { includeType: false })), r.order && r.order[0] && (n.order = r.order[0].tokenType.name), r.nulls && r.nulls[0] && (n.nulls = r.nulls[0].tokenType.name), n;
  }
  limitClause(r) {
    return r.value[0].image;
  }
  offsetClause(r) {
    return r.value[0].image;
  }
  dateFunction(r, n = { includeType: true }) {
    return this.helpers.$_getFieldFunction(r, true, n.includeType);
  }
  aggregateFunction(r, n = { includeType: true }) {
    return this.helpers.$_getFieldFunction(r, true, n.includeType);
  }
  fieldsFunction(r, n = { includeType: true }) {
    let i = {};
    return n.includeType && (i.type = "FieldFunctionExpression"), i = { ...i, functionName: "FIELDS", parameters: [r.params[0].image] }, i.rawValue = `FIELDS(${i.parameters[0]})`, i;
  }
  otherFunction(r, n = { includeType: true }) {
    return this.helpers.$_getFieldFunction(r, false, n.includeType);
  }
  cubeFunction(r) {
    return this.helpers.$_getFieldFunction(r, false, false);
  }
  rollupFunction(r) {
    return this.helpers.$_getFieldFunction(r, false, false);
  }
  locationFunction(r, n = { includeType: true }) {
    let i = {};
    return n.includeType && (i.type = "FieldFunctionExpression"), i = { ...i, functionName: "DISTANCE", parameters: [r.location1[0].image, qt(r.location2) ? r.location2[0].image : this.visit(r.location2, n), r.unit[0].image] }, n.includeType && (i.isAggregateFn = true), i.rawValue = `DISTANCE(${i.parameters[0]}, ${k(i.parameters[1]) ? i.parameters[1] : i.parameters[1].rawValue}, ${i.parameters[2]})`, i;
  }
  geolocationFunction(r, n = { includeType: true }) {
    let i = {};
    return n.includeType && (i.type = "FieldFunctionExpression"), i = { ...i, functionName: "GEOLOCATION", parameters: [r.latitude[0].image, r.longitude[0].image], rawValue: `GEOLOCATION(${r.latitude[0].image}, ${r.longitude[0].image})` }, i;
  }
  functionExpression(r, n = { includeType: true }) {
    return r.params ? r.params.map((i) => i.image ? i.image : this.visit(i, n)) : [];
  }
  expression(r) {
    let { value: n, literalType: i, dateLiteralVariable: o, operator: a } = this.visit(r.operator, { returnLiteralType: true }), s = {};
    return qt(r.lhs) ? s.field = r.lhs[0].image : s.fn = this.visit(r.lhs, { includeType: false }), s.operator = a, s.literalType = i, i === "SUBQUERY" ? s.valueQuery = n : s.value = n, o && (s.dateLiteralVariable = o), r.L_PAREN && (s.openParen = r.L_PAREN.length), r.R_PAREN && (s.closeParen = r.R_PAREN.length), s;
  }
  expressionPartWithNegation(r) {
    return { left: r.L_PAREN ? { openParen: r.L_PAREN.length } : null, operator: "NOT", right: { left: {} } };
  }
  expressionWithRelationalOperator(r) {
    return r.relationalOperator ? { operator: this.visit(r.relationalOperator), ...this.visit(r.rhs, { returnLiteralType: true }) } : { operator: this.visit(r.setOperator), ...this.visit(r.rhs, { returnLiteralType: true }) };
  }
  expressionWithSetOperator(r) {
    return r.relationalOperator ? { operator: this.visit(r.relationalOperator), ...this.visit(r.rhs, { returnLiteralType: true }) } : { operator: this.visit(r.setOperator), ...this.visit(r.rhs, { returnLiteralType: true }) };
  }
  atomicExpression(r, n) {
    n = n || {};
    let i, o, a;
    if (r.apexBindVariableExpression) i = this.visit(r.apexBindVariableExpression), o = "APEX_BIND_VARIABLE";
    else if (r.NumberIdentifier) i = r.NumberIdentifier[0].image, o = this.helpers.$_getLiteralTypeFromTokenType(r.NumberIdentifier[0].tokenType.name);
    else if (r.UnsignedInteger) i = r.UnsignedInteger[0].image, o = "INTEGER";
    else if (r.SignedInteger) i = r.SignedInteger[0].image, o = "INTEGER";
    else if (r.RealNumber) i = r.RealNumber[0].image, o = "DECIMAL";
    else if (r.DateIdentifier) i = r.DateIdentifier[0].image, o = this.helpers.$_getLiteralTypeFromTokenType(r.DateIdentifier[0].tokenType.name);
    else if (r.CurrencyPrefixedInteger) i = r.CurrencyPrefixedInteger[0].image, o = "INTEGER_WITH_CURRENCY_PREFIX";
    else if (r.CurrencyPrefixedDecimal) i = r.CurrencyPrefixedDecimal[0].image, o = "DECIMAL_WITH_CURRENCY_PREFIX";
    else if (r.DateTime) i = r.DateTime[0].image, o = "DATETIME";
    else if (r.date) i = r.DateToken[0].image, o = "DATE";
    else if (r.NULL) i = "NULL", o = "NULL";
    else if (r.StringIdentifier) i = r.StringIdentifier[0].image, o = "STRING";
    else if (r.Identifier) i = r.Identifier[0].image, o = "STRING";
    else if (r.booleanValue) i = this.visit(r.booleanValue), o = "BOOLEAN";
    else if (r.DateLiteral) i = r.DateLiteral[0].image, o = "DATE_LITERAL";
    else if (r.dateNLiteral) {
      let s = this.visit(r.dateNLiteral);
      i = s.value, a = s.variable, o = "DATE_N_LITERAL";
    } else if (r.arrayExpression) {
      let s = this.visit(r.arrayExpression);
      i = s.map((p) => p.value);
      let l = s.map((p) => p.variable || null), c = l.some((p) => p !== null);
      new Set(s.map((p) => p.type)).size === 1 ? o = this.helpers.$_getLiteralTypeFromTokenType(s[0].type) : o = s.map((p) => this.helpers.$_getLiteralTypeFromTokenType(p.type)), c && (a = l), o = o || "STRING";
    } else r.whereClauseSubqueryIdentifier && (i = this.visit(r.whereClauseSubqueryIdentifier), o = "SUBQUERY");
    return n.returnLiteralType ? { value: i, literalType: o, dateLiteralVariable: a } : i;
  }
  apexBindVariableExpression(r) {
    return r.apex.map((n) => this.visit(n)).join(".");
  }
  apexBindVariableIdentifier(r) {
    let n = r.Identifier[0].image;
    return r.apexBindVariableFunctionArrayAccessor && (n += this.visit(r.apexBindVariableFunctionArrayAccessor[0])), n;
  }
  apexBindVariableNewInstantiation(r) {
    let n = `new ${r.function[0].image}`;
    return r.apexBindVariableGeneric && (n += this.visit(r.apexBindVariableGeneric[0])), n += this.visit(r.apexBindVariableFunctionParams[0]), r.apexBindVariableFunctionArrayAccessor && (n += this.visit(r.apexBindVariableFunctionArrayAccessor[0])), n;
  }
  apexBindVariableFunctionCall(r) {
    let n = `${r.function[0].image}${this.visit(r.apexBindVariableFunctionParams[0])}`;
    return r.apexBindVariableFunctionArrayAccessor && (n += this.visit(r.apexBindVariableFunctionArrayAccessor[0])), n;
  }
  apexBindVariableGeneric(r) {
    return `<${r.parameter.map((n) => n.image).join(", ")}>`;
  }
  apexBindVariableFunctionParams(r) {
    return `(${(Array.isArray(r.parameter) ? r.parameter : []).map((i) => i.image).join(", ")})`;
  }
  apexBindVariableFunctionArrayAccessor(r) {
    return `[${r.value[0].image}]`;
  }
  arrayExpression(r) {
    return r.value.map((n) => qt(n) ? { type: n.tokenType.name, value: n.image } : this.visit(n, { includeType: true }));
  }
  relationalOperator(r) {
    return r.operator[0].image;
  }
  setOperator(r) {
    if (Array.isArray(r.operator)) return r.operator[0].tokenType.name.replace("_", " ");
    if (Array.isArray(r.notIn)) return this.visit(r.notIn);
  }
  notInOperator(r) {
    return "NOT IN";
  }
  booleanValue(r) {
    return r.boolean[0].tokenType.name;
  }
  dateNLiteral(r, n) {
    let i = { value: `${r.dateNLiteral[0].image}:${r.variable[0].image}`, variable: Number(r.variable[0].image) };
    return n && n.includeType && (i.type = r.dateNLiteral[0].tokenType.name), i;
  }
  forViewOrReference(r) {
    return r.value[0].tokenType.name;
  }
  updateTrackingViewstat(r) {
    return r.value[0].tokenType.name;
  }
};
var rC = new ds();
function ms(t2, e) {
  let { cst: r } = hs(t2, e);
  return rC.visit(r);
}
var eo = class {
  constructor(e, r) {
    this.currIndent = 1;
    this.enabled = e, this.options = { numIndent: r.numIndent ?? 1, fieldMaxLineLength: r.fieldMaxLineLength ?? 60, fieldSubqueryParensOnOwnLine: r.fieldSubqueryParensOnOwnLine ?? true, whereClauseOperatorsIndented: true, newLineAfterKeywords: r.newLineAfterKeywords ?? false, logging: r.logging ?? false }, this.options.newLineAfterKeywords && (this.options.fieldSubqueryParensOnOwnLine = true);
  }
  log(e) {
    this.options.logging && console.log(e);
  }
  getIndent(e = 0) {
    return this.repeatChar((this.currIndent + e) * (this.options.numIndent || 1), "	");
  }
  repeatChar(e, r) {
    return new Array(e).fill(r).join("");
  }
  setSubquery(e) {
    this.currIndent = e ? this.currIndent += 1 : this.currIndent -= 1;
  }
  stepCurrIndex(e) {
    this.currIndent += e;
  }
  formatFields(e) {
    function r(n) {
      e.fields[n - 1] && (e.fields[n - 1].suffix = e.fields[n - 1].suffix.trim());
    }
    if (e.fields.forEach((n, i) => {
      n.suffix = e.fields.length - 1 === i ? "" : ", ";
    }), this.enabled) {
      let n = 0, i = false;
      e.fields.forEach((o, a) => {
        o.isSubquery ? (r(a), o.prefix = `
${this.getIndent()}`, o.suffix = e.fields.length - 1 === a ? "" : ", ", n = 0, i = true) : Array.isArray(o.typeOfClause) ? (r(a), o.prefix = `
${this.getIndent()}`, i = true) : xt(this.options.fieldMaxLineLength) && (n += o.text.length + o.suffix.length, (n > this.options.fieldMaxLineLength || i) && (r(a), (!this.options.newLineAfterKeywords || a > 0) && (o.prefix += `
${this.getIndent()}`), n = 0, i = false)), this.log(o);
      });
    }
  }
  formatTyeOfField(e, r) {
    return this.enabled && this.options.newLineAfterKeywords ? r.map((n, i) => i === 0 ? n : i === r.length - 1 ? `${this.getIndent()}${n}` : `${this.getIndent()}	${n}`).join(`
`) : e;
  }
  formatTypeofFieldCondition(e) {
    let r = "", n = e.fieldList.join(", ");
    if (this.enabled && this.options.newLineAfterKeywords) {
      let i = this.getIndent();
      r = `${e.type}`, e.objectType ? r += `
${i}		${e.objectType}
${i}	THEN
${i}		${n}` : r += `
${i}		${n}`;
    } else r = e.type, e.objectType ? r += ` ${e.objectType} THEN ${n}` : r += ` ${n}`;
    return r;
  }
  formatSubquery(e, r = 2, n = false) {
    n && r++;
    let i = "(", o = ")";
    return this.enabled && (this.options.fieldSubqueryParensOnOwnLine || this.options.newLineAfterKeywords ? (e = e.replace(/\n/g, `
${this.repeatChar(r, "	")}`), i = `(
${this.repeatChar(r, "	")}`, o = `
${this.repeatChar(r - 1, "	")})`) : e = e.replace(/\n/g, `
	`)), `${i}${e}${o}`;
  }
  formatClause(e) {
    return this.enabled ? this.options.newLineAfterKeywords ? `
${e}
${this.getIndent()}` : `
${e}` : ` ${e}`;
  }
  formatText(e) {
    return this.enabled && (this.options.newLineAfterKeywords || e.startsWith(`
`)) ? e : ` ${e}`;
  }
  formatWithIndent(e) {
    return this.enabled ? `${this.getIndent()}${e}` : e;
  }
  formatOrderByArray(e) {
    if (this.enabled) {
      let r = 0, n = "";
      return e.forEach((i, o) => {
        let a = e[o + 1];
        r += i.length, a && (r + a.length > (this.options.fieldMaxLineLength || 0) || this.options.newLineAfterKeywords) ? (n += `${i},
	`, r = 0) : n += `${i}${a ? ", " : ""}`;
      }), n;
    } else return e.join(", ");
  }
  formatParens(e, r, n = false) {
    let i = "";
    if (xt(e) && e > 0) if (this.enabled) if (r === "(") {
      for (let o = 0; o < e; o++) n && o === e - 1 ? i += "(" : o === 0 ? i += `(
` : (this.currIndent++, i += `${this.getIndent()}(
`);
      (!n || e > 1) && this.currIndent++;
    } else for (let o = e - 1; o >= 0; o--) n && o === e - 1 ? i += ")" : (this.currIndent--, i += `
${this.getIndent()})`);
    else i += Ns(e, r);
    return i;
  }
  formatWhereClauseOperators(e, r, n = 0) {
    let i = e === "NOT";
    return this.enabled && !i ? `
${this.getIndent(n)}${e} ${r}` : `${i ? "" : " "}${e} ${r}`;
  }
  formatAddNewLine(e = " ", r) {
    return this.enabled && !r ? `
` : e;
  }
};
function oC(t2, e = {}) {
  if (!t2) return "";
  e = e || {}, e.format = !!e.format, e.logging && (console.time("composer"), console.log("Composing Query:", t2), console.log("Format output:", e.format));
  let r = new Es(t2, e).query;
  return e.logging && console.timeEnd("composer"), r;
}
var Es = class {
  constructor(e, r = {}) {
    this.soql = e;
    this.logging = false;
    this.format = false;
    r = { autoCompose: true, ...r };
    let { logging: n, format: i } = r;
    this.logging = !!n, this.format = !!i, this.query = "", this.formatter = new eo(this.format, { logging: this.logging, ...r.formatOptions }), r.autoCompose && this.start();
  }
  start() {
    this.query = this.parseQuery(this.soql);
  }
  log(e) {
    this.logging && console.log("Current SOQL:", e);
  }
  parseFn(e) {
    let r;
    return e.rawValue ? r = e.rawValue : (r = e.functionName, r += `(${(e.parameters || []).map((n) => k(n) ? n : this.parseFn(n)).join(", ")})`), e.alias && (r += ` ${e.alias}`), r;
  }
  parseQuery(e) {
    let r = { fields: this.parseFields(e.fields || []).map((o) => ({ text: o.text, typeOfClause: o.typeOfClause, isSubquery: o.text.startsWith("("), prefix: "", suffix: "" })), isSubquery: zt(e), lineBreaks: [] }, n = "";
    e.fields && (n += this.formatter.formatClause("SELECT").trimStart()), this.formatter.formatFields(r);
    let i = "";
    if (r.fields.forEach((o) => {
      Array.isArray(o.typeOfClause) ? i += `${o.prefix}${this.formatter.formatTyeOfField(o.text, o.typeOfClause)}${o.suffix}` : i += `${o.prefix}${o.text}${o.suffix}`;
    }), n += this.formatter.formatText(i), (zt(e) ? e.relationshipName : e.sObject) && (n += this.formatter.formatClause("FROM")), zt(e)) {
      let o = e.sObjectPrefix || [];
      o.push(e.relationshipName), n += this.formatter.formatText(`${o.join(".")}${wt(e.sObjectAlias, "", " ")}`);
    } else e.sObject && (n += this.formatter.formatText(`${e.sObject}${wt(e.sObjectAlias, "", " ")}`));
    return this.log(n), e.usingScope && (n += this.formatter.formatClause("USING SCOPE"), n += this.formatter.formatText(e.usingScope), this.log(n)), e.where && (n += this.formatter.formatClause("WHERE"), n += this.formatter.formatText(this.parseWhereOrHavingClause(e.where)), this.log(n)), e.groupBy && (n += this.formatter.formatClause("GROUP BY"), n += this.formatter.formatText(this.parseGroupByClause(e.groupBy)), this.log(n), e.having && (n += this.formatter.formatClause("HAVING"), n += this.formatter.formatText(this.parseWhereOrHavingClause(e.having)), this.log(n))), e.orderBy && (!Array.isArray(e.orderBy) || e.orderBy.length > 0) && (n += this.formatter.formatClause("ORDER BY"), n += this.formatter.formatText(this.parseOrderBy(e.orderBy)), this.log(n)), xt(e.limit) && (n += this.formatter.formatClause("LIMIT"), n += this.formatter.formatText(`${e.limit}`), this.log(n)), xt(e.offset) && (n += this.formatter.formatClause("OFFSET"), n += this.formatter.formatText(`${e.offset}`), this.log(n)), e.withDataCategory && (n += this.formatter.formatClause("WITH DATA CATEGORY"), n += this.formatter.formatText(this.parseWithDataCategory(e.withDataCategory)), this.log(n)), e.withSecurityEnforced && (n += this.formatter.formatClause("WITH SECURITY_ENFORCED"), this.log(n)), e.withAccessLevel && (n += this.formatter.formatClause(`WITH ${e.withAccessLevel}`), this.log(n)), e.for && (n += this.formatter.formatClause("FOR"), n += this.formatter.formatText(e.for), this.log(n)), e.update && (n += this.formatter.formatClause("UPDATE"), n += this.formatter.formatText(e.update), this.log(n)), n.trim();
  }
  parseFields(e) {
    return e.map((r) => {
      let n = "", i, o = r.objectPrefix ? `${r.objectPrefix}.` : "";
      switch (r.type) {
        case "Field": {
          n = `${o}${r.field}${r.alias ? ` ${r.alias}` : ""}`;
          break;
        }
        case "FieldFunctionExpression": {
          let a = "";
          r.parameters && (a = r.parameters.map((s) => k(s) ? s : this.parseFields([s]).map((l) => l.text)).join(", ")), n = `${r.functionName}(${a})${r.alias ? ` ${r.alias}` : ""}`;
          break;
        }
        case "FieldRelationship": {
          n = `${o}${r.relationships.join(".")}.${r.field}${An(r) ? ` ${r.alias}` : ""}`;
          break;
        }
        case "FieldSubquery": {
          n = this.formatter.formatSubquery(this.parseQuery(r.subquery));
          break;
        }
        case "FieldTypeof": {
          i = this.parseTypeOfField(r), n = i.join(" ");
          break;
        }
        default:
          break;
      }
      return { text: n, typeOfClause: i };
    });
  }
  parseTypeOfField(e) {
    let r = [`TYPEOF ${e.field}`].concat(e.conditions.map((n) => this.formatter.formatTypeofFieldCondition(n)));
    return r.push("END"), r;
  }
  parseWhereOrHavingClause(e, r = 0, n = false) {
    let i = "", o = e.left, a = false;
    if (o && (i += this.formatter.formatParens(o.openParen, "(", Br(o)), !Br(o))) {
      r = r + (o.openParen || 0) - (o.closeParen || 0), n && r++;
      let s = "";
      s += lo(o) ? this.parseFn(o.fn) : o.field, s += ` ${o.operator} `, uo(o) ? s += this.formatter.formatSubquery(this.parseQuery(o.valueQuery), 1, true) : s += ys(Fs(o.value, o.literalType, o.operator)), i += this.formatter.formatWithIndent(s), i += this.formatter.formatParens(o.closeParen, ")", n);
    }
    if (so(e)) {
      let s = wt(e.operator);
      a = s === "NOT";
      let l = this.formatter.formatWhereClauseOperators(s, this.parseWhereOrHavingClause(e.right, r, Br(o)), r);
      return `${a ? i.trimRight() : i}${l}`.trim();
    } else return i.trim();
  }
  parseGroupByClause(e) {
    return (Array.isArray(e) ? e : [e]).map((r) => Tn(r) ? r.field : this.parseFn(r.fn)).join(", ");
  }
  parseOrderBy(e) {
    if (Array.isArray(e)) return this.formatter.formatOrderByArray(e.map((r) => this.parseOrderBy(r)));
    {
      let r = "";
      return co(e) ? r = `${wt(e.field, " ")}` : r += `${this.parseFn(e.fn)} `, r += `${wt(e.order, " ")}${wt(e.nulls, "", "NULLS ")}`, r.trim();
    }
  }
  parseWithDataCategory(e) {
    return e.conditions.map((r) => {
      let n = r.parameters.length > 1 ? `(${r.parameters.join(", ")})` : `${r.parameters.join(", ")}`;
      return `${r.groupName} ${r.selector} ${n}`;
    }).join(" AND ");
  }
};

// src/sources/salesforce/plan/parsed-condition.ts
var TIME_OR_TEXT = /'(?:\\[\s\S]|[^'\\])*'|(?<![\w:.+-])\d\d:\d\d:\d\d(?:\.\d+)?Z?(?![\w:])/g;
function withoutTimes(condition) {
  return condition.replaceAll(TIME_OR_TEXT, (found) => found.startsWith("'") ? found : "2000-01-01");
}
function isWhole(composed) {
  const signs = composed.replaceAll(/'(?:\\[\s\S]|[^'\\])*'/g, "");
  return signs.split("(").length === signs.split(")").length;
}
function understands(condition) {
  try {
    const query = ms(`SELECT Id FROM Checked WHERE (${withoutTimes(condition)})`);
    const { where, sObject, ...rest } = query;
    const alone = where !== void 0 && sObject === "Checked" && Object.keys(rest).every((key) => key === "fields");
    return alone && isWhole(oC(query));
  } catch {
    return false;
  }
}
export {
  understands
};
