import htmx from 'htmx.org'
import '@github/relative-time-element'
import './morph'
import { startClocks } from './clock'
import { startKeys } from './keys'
import { startLive } from './live'
import { startPages } from './pages'
import { startScroll } from './scroll'

Object.assign(htmx.config, { defaultSwap: 'outerMorph show:none', includeIndicatorCSS: false, morphScanLimit: 30 })

startPages()
startScroll()
startLive()
startClocks()
startKeys()
